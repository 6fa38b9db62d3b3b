"""What a model is told of a demo's run: what it found; of one on the learner's own table, the figures and the verdicts alone.

A table's cells are the learner's: no model gets them, nor a sentence, a chart or an error that may quote them, unless the
learner says so or the model is the one that runs inside this computer.
"""

from collections.abc import Callable

from assistant.answering.llm.prompt import bounded, fenced
from assistant.store.messages import Message, ToolCall
from assistant.text import Bilingual, Language
from assistant.tools.demo import DemoResult, Demos
from assistant.tools.parameters import own_tables

_REFUSED = Bilingual(zh="错误：{reason}", en="Error: {reason}")
_MEASURED = Bilingual(zh="{title}：{value}", en="{title}: {value}")
_CLAIM = Bilingual(
    zh="{section} 说“{claimed}”，实测 {found}：{verdict}",
    en='{section} claims "{claimed}", measured {found}: {verdict}',
)
_VERDICT_ALONE = Bilingual(
    zh="{section} 说“{claimed}”：{verdict}", en='{section} claims "{claimed}": {verdict}'
)
_VERDICT = {True: Bilingual(zh="成立", en="holds"), False: Bilingual(zh="不成立", en="does not hold")}
_OWN = Bilingual(
    zh="（这次运行用的是用户自己的表格 {files}，表里的内容不给你；下面只有数字和结论，用户看得到完整结果。）",
    en="(This run took the user's own table {files}. Its contents are not given to you: below are the figures and verdicts "
    "alone; the user sees the whole result.)",
)
_OWN_FAILED = Bilingual(
    zh="（用户自己的表格 {files} 没有跑成，原因已经告诉用户；表里的内容不给你。）",
    en="(The run on the user's own table {files} did not come to a result, and the user was told why. Its contents are not "
    "given to you.)",
)
_WITHHELD = Bilingual(
    zh="（这条回答引用了用户自己的表格，内容不给你。）",
    en="(This answer quotes the user's own table; its contents are not given to you.)",
)
_SEPARATOR = Bilingual(zh="、", en=", ")


def describe_call(call: ToolCall, demos: Demos, language: Language, *, tables_told: bool) -> str:
    """Return a demo's run as text for the model: what it found, its figures, or why it did not run.

    Args:
        call: The run.
        demos: The demos that there are here.
        language: The language of the words.
        tables_told: Whether the model may be told what stands in the learner's tables.
    """
    if not tables_told and (files := own_files(call, demos)):
        return fenced(bounded(_without_cells(call, files, demos, language)))
    if call.result is None:
        return _REFUSED.of(language, reason=call.error or "")
    result = DemoResult.model_validate(call.result)
    return fenced(bounded("\n".join([*result.findings[language], *_figures(result, demos, language)])))


def facts(call: ToolCall, demos: Demos, language: Language) -> list[str]:
    """Return what a demo's run shows, one statement an entry: findings, figures, what it says of the article's claims.

    They are what a model's words are checked by, on this computer.
    """
    if call.result is None:
        return []
    result = DemoResult.model_validate(call.result)
    return [
        *result.findings[language],
        *_figures(result, demos, language),
        *(
            _CLAIM.of(
                language,
                section=claim.section,
                claimed=claim.statement.get(language) or claim.claimed,
                found=claim.found,
                verdict=_VERDICT[claim.holds].of(language),
            )
            for claim in result.claims
        ),
    ]


def own_files(call: ToolCall, demos: Demos) -> tuple[str, ...]:
    """Return the names of the learner's own tables that a run took."""
    demo = demos.get(call.name)
    return own_tables(demo.parameters, call.used) if demo else ()


def retold(demos: Demos, *, tables_told: bool) -> Callable[[Message], str | None]:
    """Return what tells a model of an earlier answer that may quote the learner's tables; None for one that may not.

    Args:
        demos: The demos that there are here.
        tables_told: Whether the model may be told what stands in the learner's tables.
    """

    def instead(answer: Message) -> str | None:
        # What a model wrote that had seen no cell quotes none.
        quotes = answer.saw_tables or (answer.files and not answer.draft)
        if tables_told or not quotes:
            return None
        runs = [(call, files) for call in answer.tool_calls if (files := own_files(call, demos))]
        told = [_without_cells(call, files, demos, answer.language) for call, files in runs]
        return "\n\n".join(told) or _WITHHELD.of(answer.language)

    return instead


def _without_cells(call: ToolCall, files: tuple[str, ...], demos: Demos, language: Language) -> str:
    """Return of a run on the learner's own tables what holds no cell of them."""
    named = _SEPARATOR.of(language).join(files)
    if call.result is None:
        return _OWN_FAILED.of(language, files=named)
    result = DemoResult.model_validate(call.result)
    verdicts = [
        _VERDICT_ALONE.of(
            language,
            section=claim.section,
            claimed=claim.statement.get(language) or claim.claimed,
            verdict=_VERDICT[claim.holds].of(language),
        )
        for claim in result.claims
    ]
    figures = _figures(result, demos, language, words_of_the_demo_alone=True)
    return "\n".join([_OWN.of(language, files=named), *figures, *verdicts])


def _figures(
    result: DemoResult, demos: Demos, language: Language, *, words_of_the_demo_alone: bool = False
) -> list[str]:
    demo = demos[result.name]
    return [
        _MEASURED.of(language, title=title.of(language), value=_rounded(value))
        for name, title in demo.metrics.items()
        if (value := result.metrics.get(name)) is not None
        and not (words_of_the_demo_alone and isinstance(value, str) and value not in demo.statuses)
    ]


def _rounded(value: object) -> str:
    return f"{value:.5g}" if isinstance(value, float) else str(value)
