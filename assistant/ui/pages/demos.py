"""The demos: what each shows, its form, and its run."""

import streamlit as st

from assistant.demos import demos
from assistant.tools.demo import active
from assistant.ui import bridge, session, states, texts
from assistant.ui.demos import gallery, page

language = session.language()
available = active(demos(), session.library())

with st.container(key="demos", gap="medium"):
    if not available:
        bridge.mount(language)
        states.show("empty", texts.demos.NO_DEMOS.of(language), texts.demos.NO_DEMOS_ADVICE.of(language))
    elif "demo" not in st.query_params and len(available) > 1:
        gallery.show(available, language)
    else:
        asked = st.query_params.get("demo", "")
        demo = available.get(asked, next(iter(available.values())))
        if asked and asked not in available:
            st.caption(texts.demos.NO_SUCH_DEMO.of(language))
        if len(available) > 1:
            page.back(language)
        page.show(demo, language)
