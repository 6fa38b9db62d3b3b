"""Conversations to try the page with, and what a learner does with their list."""

from collections.abc import Callable
from uuid import uuid4

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import PageLink

from assistant.store.conversations import ConversationStore
from assistant.store.messages import Message
from assistant.ui import session

QUESTION = "训练怎么提速？"


def keep(store: ConversationStore, question: str = QUESTION, owner: str = "", answer: str = "并行。") -> str:
    """Add a conversation of one question and its answer, and return its id."""
    conversation = uuid4().hex
    asked = Message(id=uuid4().hex, conversation_id=conversation, role="user", text=question, language="zh")
    store.save(asked, owner)
    answered = {"id": uuid4().hex, "role": "assistant", "text": answer, "answers": asked.id}
    store.save(asked.model_copy(update=answered), owner)
    return conversation


def titles(app: AppTest) -> list[str]:
    """The labels of the links to conversations."""
    return [link.value.replace("\\", "") for link in links(app)]


def links(app: AppTest) -> list[PageLink]:
    """The links to conversations."""
    return [link for link in app.page_link if link.proto.query_string.startswith("conversation=")]


def opened(app: AppTest) -> str:
    return str(app.session_state["conversation"])


def go(app: AppTest, conversation: str, **address: str) -> AppTest:
    """Follow a link to a conversation."""
    for name, value in {"conversation": conversation, **address}.items():
        app.query_params[name] = value
    return app.run()


def choose(app: AppTest, conversation: str, action: str) -> AppTest:
    return app.menu_button(key=f"menu-{conversation}").click(action).run()


def rename() -> None:
    """The dialog alone: a test's click outside a dialog would close it."""
    from assistant.ui import session
    from assistant.ui.conversations import conversation_menu

    store = session.warm_up().store
    assert store
    conversation_menu._rename(store.conversations()[0], "zh")


def take_in() -> None:
    """The dialog of the import alone."""
    from assistant.ui.conversations import conversation_menu

    conversation_menu._import("zh")


def dialog(script: Callable[[], None]) -> AppTest:
    session.warm_up().coach()
    return AppTest.from_function(script, default_timeout=20).run()
