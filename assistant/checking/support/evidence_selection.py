"""What is checked, and against what: which sentences of an answer claim something, and where in the sources each may come from.

The two steps before a verdict: claim detection, which leaves out greetings, questions, offers and lead-ins, and evidence
selection, which ranks windows of neighbouring sentences.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.checking.support.lexical_overlap import share_held
from assistant.text import detect_language, sentences
from assistant.text.language import HAN, HAN_CHARACTER

_QUESTION = re.compile(r"[?？][\"'”’」』)）]*\s*$")
_LEAD_IN = re.compile(r"[:：]\s*$")
_ZH = re.compile(
    rf"^(?:你好|您好|大家好|早上好|晚上好|嗨|哈喽|谢谢|感谢|多谢|不客气|没关系|没问题|好的(?![{HAN}])|好[，,！!。]|当然(?:可以)?[，,！!。]|再见|加油|祝你|祝您|欢迎|很高兴|抱歉|对不起|不好意思|辛苦)"
    r"|^(?:那么?，?)?(?:下面|接下来|以下|这里|首先|现在|那么)?，?(?:我们?|咱们|让我们|让我|我来|我)(?:就|先|再|会|将|可以|一起|来|为你|帮你|给你)*(?:来|看|说|讲|聊|整理|总结|解释|介绍|梳理|分|逐|回答|回顾|概括|列|运行|跑)"
    r"|^(?:希望|但愿).{0,12}(?:帮|有用|清楚|解答|回答)"
    r"|(?:随时|尽管|欢迎|可以继续|请继续|请)(?:再|来)?(?:告诉我|问我|提问|提出|追问|联系|问)"
    r"|^(?:下面|以下|接下来)(?:是|就是|分|逐|几|来|我|按|从|列|为|介绍|说明|具体|给出)"
    r"|^(?:如果|要是|假如|若)?你?(?:想|愿意|需要|还想|有兴趣).{0,24}(?:告诉我|跟我说|和我说|说一声|我可以|我来|我就|问我|喊我)"
    r"|^我(?:可以|能|很乐意|乐意|愿意|会)(?:再|继续|接着)?(?:帮|为|给|陪|和|跟|随时|继续|把|进一步|来)"
    r"|^(?:简单来说|总的来说|总结一下|总而言之|综上所述|一句话总结|换句话说)[，,：:。]?$"
    r"|^(?:这|你的|这个|你)(?:是|个|问题?)*(?:很|非常|提得|问得)*好?的?问题[。！!]?$|^(?:很|真是|这是)?.{0,6}好问题"
)
_EN = re.compile(
    r"^(?:hi|hello|hey|good (?:morning|afternoon|evening|question|luck|to see)|great question|thanks?|thank you|you['’]?re welcome|welcome|sure|of course|certainly"
    r"|absolutely|no problem|my pleasure|sorry|i apologi[sz]e|apologies|goodbye|bye|see you|happy to|glad to|nice to|that['’]s a (?:good|great)|okay|ok)\b(?:[\s,!.—-]|$)"
    r"|^(?:so |now |first |then )?,?\s*(?:let['’]s|let us|let me|shall we)\b"
    r"|\b(?:let me know|feel free|don['’]t hesitate|just ask|ask me|tell me (?:more|which|what|if|about)|i hope (?:this|that|it)|hope (?:this|that|it) helps)\b"
    r"|^(?:if you (?:like|want|wish|need|would like)|would you|do you want|shall i)\b.{0,60}\b(?:i can|i['’]ll|i could|say so|just say)\b"
    r"|^(?:i can|i could|i['’]ll|i will|i['’]d be|i would be|i am happy|i['’]m happy)\b.{0,12}\b(?:also |gladly |happily )?(?:help|explain|go|walk|show|run|tell|summari[sz]e|give you|happy|glad|try|look|answer|break)"
    r"|^(?:here(?:['’]s| is| are)|below (?:is|are)|the following|in short|in summary|to sum up|to summari[sz]e)[^.]{0,60}(?:[:.]|$)(?<!\w\.)$"
    r"|^(?:here(?:['’]s| is| are) (?:what|how|a (?:summary|short|quick|brief)|the (?:short|key|main)|my)).*"
    r"|^(?:in short|in summary|to sum up|in other words|for example|that said)[,:.]?$",
    re.IGNORECASE,
)
_LEAD_IN_LONGEST = 60
_WORDS = re.compile(rf"[A-Za-z]{{2,}}|[{HAN}]")
# A "yes" states something only together with what follows it.
_FEWEST_WORDS = {"zh": 4, "en": 2}
_DIGIT = re.compile(r"\d")
_FACT_BEHIND = re.compile(
    r"(?<![^，,])(?:(?!是|有|能|会|要|分为)[^，,])*+(?:是|有|能|会|要|分为)[^，,]{4,}[：:]$"
    r"|(?<![^\n])(?:(?!\b(?:is|are|has|have|takes?|needs?)\b).)*+\b(?:is|are|has|have|takes?|needs?)\b.{8,}:$"
)
_POINTS_AHEAD = re.compile(
    r"以下|如下|下面|下列|下述|\b(?:as follows|the following|listed below|these)\b", re.IGNORECASE
)
_SOURCES_READ = 6
_WINDOW = 3
_COVERAGE_WEIGHT = 0.12
_PER_SENTENCE = 0.004


def states_something(sentence: str) -> bool:
    """Whether a sentence makes a claim that a source could support; advice counts, a lead-in to a list does not."""
    text = sentence.strip()
    words = _WORDS.findall(text)
    if _QUESTION.search(text):
        return False
    if len(words) < _FEWEST_WORDS["zh" if HAN_CHARACTER.search(text) else "en"] and not _DIGIT.search(text):
        return False
    if _ZH.search(text) or _EN.search(text):
        return False
    return not (_LEAD_IN.search(text) and len(words) <= _LEAD_IN_LONGEST and _is_lead_in(text))


def _is_lead_in(text: str) -> bool:
    """Whether what ends in a colon only announces; "Training takes four steps:" does state how many."""
    return bool(_POINTS_AHEAD.search(text)) or not (_DIGIT.search(text) or _FACT_BEHIND.search(text))


@dataclass(frozen=True, slots=True)
class SplitSource:
    """A passage cut to sentences."""

    text: str
    sentences: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences of one source."""

    source: int
    first: int
    sentences: tuple[str, ...]
    cosine: float
    """Similarity to the statement of the sentence that is most like it."""
    coverage: float
    """Share of the statement's content words that the window holds, 0 to 1; 0 across languages."""
    rank: float

    @property
    def text(self) -> str:
        """Return the sentences as one text."""
        return " ".join(self.sentences)


@lru_cache(maxsize=1_024)
def split_source(text: str) -> SplitSource:
    """Cut a passage to sentences."""
    return SplitSource(text, tuple(sentences(text)) or (text,), detect_language(text))


def best_windows(
    statement: str,
    language: str,
    sources: Sequence[SplitSource],
    similar: Sequence[NDArray[np.float32]],
    limit: int,
) -> list[Window]:
    """Return the best window of each promising source, best first, at most `limit`.

    Args:
        statement: One sentence.
        language: Its language; words are compared only with sources of the same.
        sources: All sources.
        similar: For each source, the similarities of its sentences to the statement.
        limit: How many windows.
    """
    promising = sorted(range(len(sources)), key=lambda i: -float(similar[i].max()))[:_SOURCES_READ]
    best = [
        _best_window(statement, i, sources[i], similar[i], language == sources[i].language) for i in promising
    ]
    return sorted(best, key=lambda window: -window.rank)[:limit]


def _best_window(
    statement: str, index: int, source: SplitSource, similar: NDArray[np.float32], same_language: bool
) -> Window:
    found: list[Window] = []
    count = len(source.sentences)
    for length in range(1, min(_WINDOW, count) + 1):
        for first in range(count - length + 1):
            chosen = source.sentences[first : first + length]
            cosine = float(similar[first : first + length].max())
            share = share_held(statement, " ".join(chosen)) if same_language else 0.0
            rank = cosine + _COVERAGE_WEIGHT * share - _PER_SENTENCE * length
            found.append(Window(index, first, chosen, cosine, share, rank))
    return max(found, key=lambda window: window.rank)
