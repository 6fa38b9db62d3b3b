"""PM Coach's page: `streamlit run streamlit_app.py`."""

from pathlib import Path

import streamlit as st

from assistant.ui import frame, navigation, session, style, texts

_ICON = Path(__file__).parent / "assistant/ui/mark.svg"

# An icon of its own: Streamlit would fetch a Material icon for the browser's tab from the network.
st.set_page_config(
    page_title=texts.frame.PRODUCT, page_icon=str(_ICON), layout="wide", initial_sidebar_state=264
)
session.warm_up()
style.apply()
page = st.navigation(navigation.pages(session.language()))
navigation.enter(page)
frame.sidebar()
frame.database_problem(session.language())
page.run()
session.warm_up().page_drawn()
