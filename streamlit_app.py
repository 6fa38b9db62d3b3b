"""PM Coach's page: `streamlit run streamlit_app.py`."""

from pathlib import Path

import streamlit as st

from assistant.ui import navigation, session, texts
from assistant.ui.sidebar import sidebar

_UI = Path(__file__).parent / "assistant/ui"

# An icon of its own: Streamlit would fetch a Material icon for the browser's tab from the network.
st.set_page_config(
    page_title=texts.PRODUCT, page_icon=str(_UI / "mark.svg"), layout="wide", initial_sidebar_state=264
)
session.warm_up()
st.html(_UI / "style.css")
page = st.navigation(navigation.pages(session.language()))
sidebar()
page.run()
