"""PM Coach's page: `pm-coach serve`, or `streamlit run streamlit_app.py`."""

import streamlit as st

from assistant.ui import door

# What the server runs; for each visit it runs this file once more, as a script.
app = st.App(__file__, middleware=door.middleware(), lifespan=door.lifespan)


def draw() -> None:
    """Draw the page that the address names."""
    from assistant.ui import frame, navigation, session, style, texts, visitors

    # An icon of its own: Streamlit would fetch a Material icon for the browser's tab from the network.
    st.set_page_config(
        page_title=texts.frame.PRODUCT,
        page_icon=str(frame.MARK),
        layout="wide",
        initial_sidebar_state=264,
    )
    session.warm_up()
    style.apply()
    if visitors.must_sign_in():
        frame.sign_in(session.language())
        return
    page = st.navigation(navigation.pages(session.language()))
    navigation.enter(page)
    frame.sidebar()
    frame.database_problem(session.language())
    page.run()
    session.warm_up().page_drawn()


if __name__ == "__main__":
    draw()
