"""The Streamlit pages: chat and library, and what they are made of."""
