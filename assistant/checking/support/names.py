"""Names of a sentence: products, people, books, acronyms and quoted terms, which a paraphrase keeps as they are."""

import re
import unicodedata

_LATIN = re.compile(r"[A-Za-zÀ-ɏ][\w+#]*(?:[.-][A-Za-z0-9À-ɏ]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;。！？：；]\s+|^\W+)$")
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{2,80})[”\"」』》]")
# Short forms whose long forms are in use in either language; other acronyms are found by their initials.
_LONG_FORMS = {
    "ai": ("人工智能", "artificial intelligence"), "pm": ("产品经理", "product manager"),
    "pms": ("产品经理", "product manager"), "nlp": ("自然语言处理", "natural language processing"),
    "mse": ("均方误差", "mean squared error"), "dnn": ("深度神经网络", "deep neural network"),
    "dnns": ("深度神经网络", "deep neural network"), "cnn": ("卷积神经网络", "convolutional"),
    "rnn": ("循环神经网络", "recurrent"), "cv": ("计算机视觉", "computer vision"),
    "ml": ("机器学习", "machine learning"), "dl": ("深度学习", "deep learning"),
    "llm": ("大模型", "large model", "large language model"), "llms": ("大模型", "large model"),
    "gpu": ("显卡", "graphics card"), "gpus": ("显卡", "graphics card"), "lr": ("学习率", "learning rate"),
    "epoch": ("轮",), "epochs": ("轮",), "tf": ("tensorflow",), "tensorflow": ("tf",), "demo": ("演示",),
    "app": ("应用", "application"), "sgd": ("随机梯度下降", "stochastic gradient descent"),
    "bug": ("错", "error", "mistake"), "ok": ("可以",), "q&a": ("问答", "question"),
}  # fmt: skip
# Chinese writes names like other words, so only these are known to be some.
_CHINESE_NAMES = re.compile(
    "阿里巴巴|阿里云|腾讯|百度|京东|美团|字节跳动|抖音|快手|淘宝|天猫|拼多多|支付宝|微信|微博|小红书|知乎|滴滴|携程|网易|华为|小米"
    "|科大讯飞|商汤|旷视|英伟达|谷歌|微软|亚马逊|特斯拉|奈飞|脸书|推特|领英|优步|爱彼迎|星巴克|沃尔玛|文心一言|通义千问|混元|豆包|智谱"
    "|月之暗面|飞桨|昇思|吴恩达|李飞飞|李沐|李宏毅|周志华|李航|辛顿|杨立昆|马斯克|乔布斯|张小龙|俞军"
)
_COMMON = frozenset(["i", "ok", "english", "chinese", "markdown", "vs", "etc", "q"])


def names(statement: str) -> list[str]:
    """Return the names and the quoted terms of a statement, lower-case.

    In a Chinese sentence every Latin word is one; in an English sentence those with a capital letter or a digit inside,
    or a capital where no sentence begins.
    """
    text = unicodedata.normalize("NFKC", statement)
    chinese = bool(_HAN.search(text))
    quoted = [] if not chinese else [q for q in _QUOTED.findall(text) if not _LATIN.fullmatch(q)]
    known = _CHINESE_NAMES.findall(text)
    found = [m.group() for m in _LATIN.finditer(text) if chinese or _is_name(text, m)]
    kept = (re.sub(r"'s$", "", name.lower()) for name in (*found, *known, *quoted))
    return [name for name in dict.fromkeys(kept) if name not in _COMMON and (len(name) > 1 or not chinese)]


def _is_name(text: str, match: re.Match[str]) -> bool:
    word = match.group()
    if any(c.isdigit() for c in word) or any(c.isupper() for c in word[1:]):
        return len(word) > 1
    if not word[0].isupper() or len(word) == 1:
        return False
    return not _SENTENCE_START.search(text[: match.start()])


def missing_names(statement: str, evidence: str) -> list[str]:
    """Return the names of a statement that a text (or what its acronyms stand for) does not hold."""
    text = unicodedata.normalize("NFKC", evidence).lower()
    words = set(re.findall(r"[a-z0-9]+", text))
    initials = _initials(text)
    return [name for name in names(statement) if not _holds(text, words, initials, name)]


def _holds(text: str, words: set[str], initials: str, name: str) -> bool:
    if _CHINESE_NAMES.fullmatch(name):
        return name in text
    if _HAN.search(name):
        return _covered(name, text) >= 0.75
    if any(form in text for form in _LONG_FORMS.get(name, ())):
        return True
    if len(name) >= 3 and name.isalpha() and name.rstrip("s") in initials.split():
        return True
    parts = re.findall(r"[a-z0-9]+", name)
    known = words | {word.rstrip("s") for word in words}
    return all(part in known or part.rstrip("s") in known for part in parts)


def _initials(text: str) -> str:
    """Return the initials of each pair to quintuple of neighbouring words, as words."""
    letters = [word[0] for word in re.findall(r"[a-z]+", text)]
    return " ".join("".join(letters[i : i + n]) for n in (3, 4, 5) for i in range(len(letters) - n + 1))


def _covered(name: str, text: str) -> float:
    """Share of a quoted term's characters that the text holds."""
    characters = [c for c in name if c.isalnum()]
    return sum(c in text for c in characters) / len(characters) if characters else 1.0
