"""Citations: the marks in the sentence, what nothing supports, the panel with the passage."""

from assistant.store.messages import Reason
from assistant.text import Bilingual

# Marks
MARK = Bilingual(zh="出处 {n}：{title}", en="Source {n}: {title}")

# Sentences that nothing supports
UNSUPPORTED = Bilingual(
    zh="画线的句子资料不支持，请当作未经核实：",
    en="The sources do not support what is underlined; take it as unverified:",
)
REASONS: dict[Reason, Bilingual] = {
    "meaning": Bilingual(zh="资料里找不到这个意思", en="The sources do not say this"),
    "number": Bilingual(zh="数字和资料对不上", en="The numbers differ from the sources"),
    "name": Bilingual(zh="名称和资料对不上", en="The names differ from the sources"),
    "negation": Bilingual(zh="和资料说的相反", en="The sources say the opposite"),
    "list": Bilingual(zh="列举的有一项不在资料里", en="One of the items listed is not in the sources"),
}
STRANGE_NUMBER = Bilingual(
    zh="资料里没有“{about}”这个数字", en="The sources do not have the number “{about}”"
)
STRANGE_NAME = Bilingual(zh="资料里没有提到“{about}”", en="The sources do not mention “{about}”")

# The panel
PANEL = Bilingual(zh="引用的原文", en="The cited passage")
CLOSE = Bilingual(zh="关闭", en="Close")
OPEN_IN_LIBRARY = Bilingual(zh="在资料库里读", en="Read in the library")
PENDING = Bilingual(
    zh="回答一写完，就在这里打开引用 {n}。", en="Citation {n} opens here as soon as the answer is complete."
)
GONE = Bilingual(
    zh="这处引用的原文已经不在资料库里了。资料改过或者删掉之后，旧回答里的引用就找不到原文。",
    en="The passage cited here is no longer in the library: it was changed or removed after the answer was written.",
)
NO_SECTION = Bilingual(
    zh="资料库里没有“{address}”这一节，可以到资料库的目录里找。",
    en="There is no section “{address}” in the library. Its contents list what there is.",
)
PREVIOUS = Bilingual(zh="上一节", en="Previous section")
NEXT = Bilingual(zh="下一节", en="Next section")
