"""The model service: where it comes from, a form for one of the visitor's own, and its test."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import streamlit as st

from assistant.models.service import (
    PROVIDERS,
    ModelService,
    ServiceError,
    clean_address,
    clean_key,
    environment_service,
    without_account,
)
from assistant.settings import settings
from assistant.text import Bilingual, Language
from assistant.ui import bridge, session, states, texts, visitors
from assistant.ui.sections import literal
from assistant.ui.settings import connection

_ADDRESS, _MODEL, _TYPED_KEY, _PROVIDER = (
    "service-address",
    "service-model",
    "service-key",
    "service-provider",
)
_FORM, _TROUBLE = "service-more", "service-trouble"
_OPENAI = "https://api.openai.com/v1"
_LONGEST = 500


def service_section(language: Language) -> None:
    """Show the model service that is asked, a form for one of the visitor's own, and what its test found."""
    entered, named = session.model_service(), environment_service(settings())
    st.markdown(f"## {texts.settings.SERVICE.of(language)}", anchors=False)
    st.caption(texts.settings.SERVICE_LEAD.of(language))
    if entered:
        _entered(entered, language)
    elif named:
        _named(named, language)
    # What the test says is of the service above it; below an open form nobody would see it.
    _tested(language)
    if entered or named:
        label = texts.settings.CHANGE if entered else texts.settings.USE_OWN
        with st.expander(label.of(language), key=_FORM, on_change="rerun"):
            _form(entered, language)
    else:
        _form(None, language)


def _tested(language: Language) -> None:
    test = connection.current()
    if test is None:
        return
    with st.container(key="service-test", gap="small"):
        if test.note:
            with st.container(key="service-note-warning-0"):
                st.text(test.note.of(language))
        connection.show(test, language)
        if not test.running:
            _offers(test, language)
    # The form that was saved has closed, and the page has moved up with it.
    bridge.reveal("service-test", test.id)


def _entered(service: ModelService, language: Language) -> None:
    kept = texts.settings.KEY_KEPT if service.key else texts.settings.NO_KEY
    _card(texts.settings.ENTERED, service.base_url or _OPENAI, service.model, kept, language)
    with st.container(key="service-actions", horizontal=True, gap="small"):
        st.button(
            texts.settings.TEST.of(language), key="test", icon=":material/network_check:", on_click=_test
        )
        if service.key:
            st.button(
                texts.settings.FORGET.of(language), key="forget-key", type="tertiary", on_click=_forget_key
            )
        st.button(
            texts.settings.FORGET_SERVICE.of(language),
            key="forget-service",
            type="tertiary",
            on_click=_forget_service,
        )


def _named(service: ModelService, language: Language) -> None:
    """Show the environment's service; who runs the server may see its address, and test it."""
    key = texts.settings.KEY_SET if service.key else texts.settings.NO_KEY
    if not visitors.is_host():
        _card(texts.settings.FROM_SERVER, "", service.model, key, language)
        return
    address = without_account(service.base_url or _OPENAI)
    _card(texts.settings.FROM_ENVIRONMENT, address, service.model, key, language)
    st.button(texts.settings.TEST.of(language), key="test", icon=":material/network_check:", on_click=_test)


def _card(source: Bilingual, address: str, model: str, key: Bilingual, language: Language) -> None:
    with st.container(key="service-card", gap=None):
        st.caption(source.of(language))
        st.markdown(f"**{literal(model)}**" if model else "—")
        st.text("\n".join(part for part in (address, key.of(language)) if part))


def _form(entered: ModelService | None, language: Language) -> None:
    for field, value in ((_ADDRESS, entered and entered.base_url), (_MODEL, entered and entered.model)):
        if field not in st.session_state:
            st.session_state[field] = value or ""
    # The browser names an option by its label, and so by its language.
    provider = f"service-provider-{language}"
    st.selectbox(
        texts.settings.PROVIDER.of(language),
        range(len(PROVIDERS)),
        index=None,
        format_func=lambda number: PROVIDERS[number].name.of(language),
        placeholder=texts.settings.PROVIDER_PLACEHOLDER.of(language),
        key=provider,
        on_change=lambda: _fill_in(st.session_state[provider]),
        filter_mode=None,
    )
    problems: dict[str, Bilingual] = st.session_state.get(_TROUBLE, {})
    with st.form("service", border=False):
        with st.container(key="service-field-address", gap="xxsmall"):
            st.text_input(
                texts.settings.ADDRESS.of(language),
                key=_ADDRESS,
                max_chars=_LONGEST,
                autocomplete="off",
                placeholder=texts.settings.ADDRESS_PLACEHOLDER.of(language),
            )
            states.at_field(problems.get(_ADDRESS), language)
        st.text_input(
            texts.settings.MODEL.of(language),
            key=_MODEL,
            max_chars=_LONGEST,
            autocomplete="off",
            placeholder=texts.settings.MODEL_PLACEHOLDER.of(language),
        )
        with st.container(key="service-field-key", gap="xxsmall"):
            _key_input(entered, language)
            states.at_field(problems.get(_TYPED_KEY), language)
        keep = texts.settings.KEY_KEEP.of(language) if visitors.is_host() else ""
        st.caption(texts.settings.KEY_LIVES.of(language) + keep)
        st.form_submit_button(
            texts.settings.SAVE.of(language), key="save-service", type="primary", on_click=_save
        )


def _key_input(entered: ModelService | None, language: Language) -> None:
    has_key = bool(entered and entered.key)
    hint = texts.settings.KEY_REPLACE if has_key else texts.settings.KEY_PLACEHOLDER
    st.text_input(
        texts.settings.KEY.of(language),
        key=_TYPED_KEY,
        type="password",
        max_chars=_LONGEST,
        placeholder=hint.of(language),
    )


def _fill_in(chosen: int | None) -> None:
    if chosen is not None:
        provider = PROVIDERS[chosen]
        st.session_state[_ADDRESS], st.session_state[_MODEL] = provider.base_url, provider.model
        st.session_state.pop(_TROUBLE, None)


def _save() -> None:
    """Take what was typed; the key leaves the form at once, whatever comes of it."""
    typed: str = st.session_state[_TYPED_KEY]
    st.session_state[_TYPED_KEY] = ""
    connection.forget()
    st.session_state[_TROUBLE] = problems = _problems(typed)
    if problems:
        return
    address, key, note = clean_address(st.session_state[_ADDRESS]), clean_key(typed), None
    before = session.model_service()
    if key is None and before and before.key:
        if _origin(before.base_url) == _origin(address):
            key = before.key
        else:
            # A key is for the service that it was typed for, and for no other.
            note = texts.settings.KEY_DROPPED
    model = st.session_state[_MODEL].strip()
    _use(ModelService(address, model, key, public_only=not visitors.is_host()), note)


def _problems(typed_key: str) -> dict[str, Bilingual]:
    """Return what is wrong with what was typed, by field."""
    found: dict[str, Bilingual] = {}
    address: str = st.session_state[_ADDRESS]
    if not address.strip():
        found[_ADDRESS] = texts.settings.NO_ADDRESS
    for field, clean, typed in ((_ADDRESS, clean_address, address), (_TYPED_KEY, clean_key, typed_key)):
        try:
            clean(typed)
        except ServiceError as error:
            found.setdefault(field, error.message)
    return found


def _origin(address: str | None) -> tuple[str, str]:
    parts = urlsplit(address or "")
    return parts.scheme, parts.netloc


def _use(service: ModelService, note: Bilingual | None = None) -> None:
    session.use_model_service(service)
    st.session_state[_FORM] = False
    st.session_state[_ADDRESS], st.session_state[_MODEL] = service.base_url or "", service.model
    connection.start(service, note)


def _test() -> None:
    service = session.model_service() or environment_service(settings())
    if service:
        connection.start(service)


def _forget_key() -> None:
    service = session.model_service()
    if service:
        session.use_model_service(replace(service, key=None))
    connection.forget()


def _forget_service() -> None:
    session.use_model_service(None)
    for field in (_ADDRESS, _MODEL, _TROUBLE):
        st.session_state.pop(field, None)
    connection.forget()


def _offers(test: connection.ConnectionTest, language: Language) -> None:
    """Offer what the test found instead: an address that works, the models of the service."""
    service = session.model_service()
    if service is None:
        return
    better = next((finding.address for finding in test.findings if finding.address), None)
    if better:
        st.button(
            texts.settings.USE_ADDRESS.of(language),
            key="use-address",
            icon=":material/arrow_forward:",
            on_click=lambda: _use(replace(service, base_url=better)),
        )
    models = next((finding.models for finding in test.findings if finding.models), ())
    if models:
        key = f"offered-model-{test.id}"
        st.selectbox(
            texts.settings.OFFERED.of(language),
            models,
            index=models.index(service.model) if service.model in models else None,
            placeholder=texts.settings.OFFERED_PLACEHOLDER.of(language, count=len(models)),
            key=key,
            on_change=lambda: _choose_model(st.session_state[key]),
        )


def _choose_model(chosen: str | None) -> None:
    service = session.model_service()
    # A choice can be told twice, where the page was just being drawn.
    if service and chosen and chosen != service.model:
        _use(replace(service, model=chosen))
