"""The settings page: a visitor's model service and its key, who answers, the sources, the language, the data."""

import ctypes
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Radio

from assistant.documents import DocumentProblem, Library
from assistant.documents.converting import isolation
from assistant.documents.converting.sandbox import LAYERS
from assistant.models import local
from assistant.models.circuit_breaker import circuit_breaker
from assistant.models.service import ModelService
from assistant.settings import Settings
from assistant.text import Bilingual
from assistant.ui import texts, visitors
from assistant.ui.settings import knowledge, local_model
from assistant.ui.settings import service as service_section
from assistant.ui.settings.local_model import ModelPull
from assistant.ui.warming import WarmUp
from tests.ui.conftest import PAGE
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_pages import ask, run_until, shown

SETTINGS = "assistant/ui/pages/settings.py"
KEY = "sk-secret-4711"
NOBODY = "http://127.0.0.1:9/v1"
PUBLIC = "https://models.invalid/v1"


@pytest.fixture
def settings(page: AppTest) -> AppTest:
    """The settings page, as who sits at the computer opens it."""
    return page.switch_page(SETTINGS).run()


def opened(owner: str = "") -> AppTest:
    """Another visit of the settings page."""
    app = AppTest.from_file(str(PAGE), default_timeout=20)
    app.context = {"locale": "zh-CN"}
    app.session_state["owner"] = owner
    return app.run().switch_page(SETTINGS).run()


def enter(app: AppTest, address: str = NOBODY, model: str = "qwen-plus", key: str = KEY) -> AppTest:
    app.text_input(key="service-address").set_value(address)
    app.text_input(key="service-model").set_value(model)
    app.text_input(key="service-key").set_value(key)
    app.button(key="save-service").click().run()
    assert not app.exception
    return run_until(
        app,
        lambda app: (
            not app.session_state["connection-test"].running
            if "connection-test" in app.session_state
            else True
        ),
    )


def radio(app: AppTest, key: str) -> Radio[Any]:
    return next(each for each in app.radio if str(each.key).startswith(key))


def entered(app: AppTest) -> ModelService:
    service: ModelService = app.session_state["model-service"]
    return service


def problems(app: AppTest) -> list[str]:
    return [each.value for each in app.main.markdown if each.value.startswith(":material/error:")]


def everything(app: AppTest) -> str:
    """All that the page shows, and all that the visit remembers."""
    return repr(app)


def test_a_key_is_typed_once_and_never_shown_again(settings: AppTest) -> None:
    enter(settings)
    assert entered(settings) == ModelService(NOBODY, "qwen-plus", SecretStr(KEY))
    assert settings.text_input(key="service-key").value == ""
    assert "qwen-plus" in everything(settings)
    assert KEY not in everything(settings)
    assert texts.settings.KEY_KEPT.zh in shown(settings)


def test_a_saved_service_is_tested_at_once_and_the_failure_told_in_words(settings: AppTest) -> None:
    enter(settings)
    assert texts.settings.FAILS.zh in shown(settings)
    assert "没有程序应答" in shown(settings)
    # No question waits for an endpoint that the page has just shown to be dead.
    assert circuit_breaker(entered(settings).identity).rest() > 0


def test_a_key_is_forgotten_when_the_visitor_says_so(settings: AppTest) -> None:
    enter(settings)
    settings.button(key="forget-key").click().run()
    assert entered(settings).key is None
    settings.button(key="forget-service").click().run()
    assert settings.session_state["model-service"] is None
    assert settings.text_input(key="service-address").value == ""


def test_a_service_keeps_its_key_when_another_model_is_chosen(settings: AppTest) -> None:
    enter(settings)
    enter(settings, model="qwen-max", key="")
    assert entered(settings) == ModelService(NOBODY, "qwen-max", SecretStr(KEY))


def test_a_key_is_not_sent_to_an_address_that_it_was_not_typed_for(settings: AppTest) -> None:
    enter(settings)
    enter(settings, address="http://127.0.0.2:9/v1", key="")
    assert entered(settings).key is None
    assert texts.settings.KEY_DROPPED.zh in shown(settings.run())


@pytest.mark.parametrize(("address", "key"), [("", KEY), ("ftp://a", KEY), (NOBODY, "密钥")])
def test_what_can_not_be_a_service_is_told_and_not_kept(address: str, key: str, settings: AppTest) -> None:
    enter(settings, address=address, key=key)
    assert "model-service" not in settings.session_state
    # It stays until something else is saved, whatever else the page has to tell meanwhile.
    assert len(problems(settings)) == len(problems(settings.run())) == 1
    assert settings.text_input(key="service-key").value == ""
    assert KEY not in everything(settings)


def test_a_provider_fills_in_address_and_model(settings: AppTest) -> None:
    settings.selectbox(key="service-provider-zh").select_index(1).run()
    assert settings.text_input(key="service-address").value == "https://api.deepseek.com/v1"
    assert settings.text_input(key="service-model").value


def test_two_visits_do_not_share_their_services(scripted: ScriptedCoach, settings: AppTest) -> None:
    first, second, third = settings, opened("visitor:" + "b" * 32), opened("visitor:" + "c" * 32)
    enter(first, key="sk-first")
    enter(second, address=PUBLIC, key="sk-second")
    for app, question in ((first, "一"), (second, "二"), (third, "三")):
        ask(app.switch_page("assistant/ui/pages/chat.py").run(), question)
    run_until(third, lambda _: len(scripted.learners) == 3)
    assert scripted.learners["一"].service == ModelService(NOBODY, "qwen-plus", SecretStr("sk-first"))
    assert scripted.learners["二"].service == ModelService(
        PUBLIC, "qwen-plus", SecretStr("sk-second"), public_only=True
    )
    assert scripted.learners["三"].service is None


def test_a_visitor_of_a_shared_server_sees_nothing_of_the_server(
    scripted: ScriptedCoach, page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Settings.model_validate({"openai_base_url": "https://inside.example/v1", "openai_api_key": KEY})
    monkeypatch.setattr(service_section, "settings", lambda: told)
    visit = opened("visitor:" + "a" * 32)
    seen = shown(visit) + everything(visit)
    assert texts.settings.FROM_SERVER.zh in seen
    assert texts.settings.KEY_KEEP.zh not in seen
    for hidden in ("inside.example", KEY, texts.settings.DATA.zh, str(told.data_dir)):
        assert hidden not in seen
    keys = {button.key for button in visit.button}
    assert not keys & {"test", "reread", "pull-model", "remove-model-yes"}
    enter(visit, address=NOBODY)
    assert "只替访客连接公网" in shown(visit)


def test_the_environments_service_is_named_without_its_key(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Settings.model_validate(
        {"openai_base_url": f"https://me:{KEY}@a.example/v1", "openai_api_key": KEY}
    )
    monkeypatch.setattr(service_section, "settings", lambda: told)
    visit = opened()
    assert texts.settings.FROM_ENVIRONMENT.zh in shown(visit)
    assert "https://a.example/v1" in shown(visit)
    assert KEY not in everything(visit)


def test_who_answers_is_chosen_for_the_visit_and_for_one_conversation(
    scripted: ScriptedCoach, settings: AppTest
) -> None:
    enter(settings)
    radio(settings, "default-engine-").set_value("grounded").run()
    chat = settings.switch_page("assistant/ui/pages/chat.py").run()
    ask(chat, "一")
    radio(chat, "engine-").set_value("openai").run()
    ask(chat, "二")
    chat.button(key="new-conversation").click().run()
    ask(chat, "三")
    run_until(chat, lambda _: len(scripted.learners) == 3)
    assert [scripted.learners[question].engine for question in "一二三"] == ["grounded", "openai", "grounded"]


def test_where_only_one_engine_can_answer_it_is_offered_once(settings: AppTest) -> None:
    assert radio(settings, "default-engine-").options == ["直接摘自资料"]
    enter(settings)
    assert radio(settings, "default-engine-").options == ["自动 · qwen\\-plus", "qwen\\-plus", "直接摘自资料"]
    chat = settings.button(key="forget-service").click().run().switch_page("assistant/ui/pages/chat.py").run()
    assert radio(chat, "engine-").options == ["直接摘自资料"]


def test_a_model_that_can_not_be_removed_says_why(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_settings: Settings) -> int:
        raise local.LocalModelError(Bilingual(zh="文件正在使用", en="The file is in use"))

    there = local.Status(Path("model.gguf"), True, 10**9, 0, 10**10, True, None)
    monkeypatch.setattr(local, "status", lambda *_: there)
    monkeypatch.setattr(local, "remove", refuse)
    pull = ModelPull()
    monkeypatch.setattr(local_model, "model_pull", lambda: pull)
    visit = opened()
    visit.button(key="remove-model-yes").click().run()
    assert "文件正在使用" in shown(visit)


def test_both_switches_show_the_same_language(settings: AppTest) -> None:
    settings.button_group(key="settings-language").set_value("en").run()
    assert texts.settings.LANGUAGE_LEAD.en in shown(settings)
    assert settings.button_group(key="language").value == "en"
    settings.button_group(key="language").set_value("zh").run()
    assert texts.settings.LANGUAGE_LEAD.zh in shown(settings)
    assert settings.button_group(key="settings-language").value == "zh"


def test_what_was_read_is_listed_and_what_could_not_be_with_its_reason(
    scripted: ScriptedCoach, page: AppTest
) -> None:
    problem = DocumentProblem("bad.md", Bilingual("“bad.md”是空的，已跳过。", "bad.md is empty."))
    scripted.read = replace(scripted.read, problems=(problem,))
    scripted.told = (problem.message, Bilingual("缓存写不进去。", "The cache can't be written."))
    seen = shown(opened())
    assert "38 节" in seen
    assert seen.count("“bad.md”是空的") == 1
    assert "缓存写不进去" in seen


def test_many_unread_files_are_told_of_once_in_the_corner_and_each_in_the_settings(
    scripted: ScriptedCoach, page: AppTest
) -> None:
    unread = tuple(
        DocumentProblem(name, Bilingual(f"“{name}”是空的。", f"{name} is empty."))
        for name in ("a.md", "b.md")
    )
    scripted.read = replace(scripted.read, problems=unread)
    scripted.told = (*(problem.message for problem in unread), Bilingual("缓存写不进去。", "No cache."))
    visit = opened()
    assert "b.md" in shown(visit)
    told = [toast.value for toast in AppTest.from_file(str(PAGE), default_timeout=20).run().toast]
    assert [texts.frame.UNREAD.of("zh", count=2) in "".join(told), len(told)] == [True, 2]


def test_who_runs_it_is_told_what_stands_around_a_conversion(
    settings: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = shown(settings.run())
    line = next(line for line in seen.splitlines() if "文件转换在隔离的进程里进行" in line)
    assert isolation()
    for layer in isolation():
        assert texts.settings.LAYERS[layer].zh in line
    monkeypatch.setattr(knowledge, "isolation", lambda: ("limits", "environment", "audit"))
    seen = shown(settings.run())
    assert f"这个系统没有提供：{texts.settings.LAYERS['namespace'].zh}；" in seen
    assert "Landlock" in seen
    monkeypatch.setattr(knowledge, "isolation", lambda: ())
    assert texts.settings.NO_CONVERSION.zh in shown(settings.run())


def test_a_visitor_is_not_told_how_the_server_is_guarded(
    settings: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "文件转换" in shown(settings)
    monkeypatch.setattr(visitors, "is_host", lambda: False)
    assert "文件转换" not in shown(settings.run())


def test_every_layer_has_its_words() -> None:
    assert set(texts.settings.LAYERS) == set(LAYERS)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has it")
def test_a_page_hides_its_memory_with_the_keys_in_it(scripted: ScriptedCoach) -> None:
    prctl = ctypes.CDLL(None).prctl
    prctl(4, 1, 0, 0, 0)
    WarmUp().coach()
    assert prctl(3, 0, 0, 0, 0) == 0


def test_without_readable_sources_the_page_does_not_wait_for_them(
    scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.ui import session, warming

    def broken(*_: object) -> ScriptedCoach:
        raise OSError

    monkeypatch.setattr(warming, "open_coach", broken)
    session.warm_up().wait_until_read()
    seen = shown(opened())
    assert texts.settings.ENGINE_WAITS.zh in seen
    assert texts.frame.WAKING.zh not in seen


def test_conversations_are_counted_and_their_place_told(scripted: ScriptedCoach, page: AppTest) -> None:
    ask(page, "一")
    run_until(page, lambda app: "[1](#cite-" in shown(app))
    assert texts.settings.IN_MEMORY.of("zh", count=1, place=None) in shown(page.switch_page(SETTINGS).run())


def test_whoever_comes_can_take_their_data_along(settings: AppTest) -> None:
    assert texts.settings.DOWNLOAD_ALL.zh in [button.label for button in settings.download_button]
    visitor = opened("visitor:1")
    assert texts.settings.DOWNLOAD_ALL.zh in [button.label for button in visitor.download_button]


def test_the_sources_are_read_anew_from_the_page(
    scripted: ScriptedCoach, settings: AppTest, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    from assistant.ui import warming

    again = ScriptedCoach(replace(library, documents=library.documents[:1]))
    go_on: list[bool] = []

    def slow(settings: object, on_progress: Callable[[int, int], None], *_: object) -> ScriptedCoach:
        on_progress(1, 2)
        while not go_on:
            time.sleep(0.01)
        return again

    monkeypatch.setattr(warming, "open_coach", slow)
    settings.button(key="reread").click().run()
    assert "中文 · " in shown(settings)
    go_on.append(True)
    run_until(settings, lambda app: texts.settings.REREAD_DONE.zh in shown(app))
    assert "中文 · " not in shown(settings)
    assert not settings.exception
