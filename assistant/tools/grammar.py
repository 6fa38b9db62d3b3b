"""How people say that a parameter has a value, in Chinese and English: what stands around its name and the value.

Each is a part of a pattern for a message in lower case, with names for the groups that are read; `assignments` joins them.
"""

from assistant.text.numerals import NUMBER

# What stands between a name and its value: "…的值改成 0.5", "… from 0.01 to 0.5", "…多一点，500 个".
NOUN = r"(?:\s*的?\s*(?:值|大小|数值|数量|数目)|\s+(?:value|level|scale|count))?"
FROM = rf"(?:\s*(?:从|由|from)\s*{NUMBER})?"
A_BIT = r"(?:\s*[再更]?[大小高低多少]一?[点些]\s*[、,]?)?"
_SET_ZH = (
    r"\s*(?:如果|要是|假如|若|也|都|再|直接|就|只|给我){0,2}"
    r"(?:(?:设置?|调整?|改|换|变|取|用|选|提高|提升|提|升|降低?|加|减|增加?|减少|放|拉|定|缩|缩小|放大|开|给|固定|锁定|指定|限制)?"
    r"[大小高低多少满]?(?:成|为|到|至|是|作|等于|=+|:|→|->)\s*(?:=|:)?|(?:设置?|改|换|取|用|选|调|开|等于|只?有|只剩|固定|满))"
    r"\s*(?:大?约)?\s*"
)
_SET_EN = (
    r"\s*(?:=+|:|→|->|(?:(?:is|was|were|be|being)\s+)?(?:set|changed|increased|decreased|raised|lowered|reduced|equal)\s+to\b"
    r"|(?:equals|equal|of|is|to|at|as|was|were|being|up\s+to|down\s+to)\b)\s*(?:(?:about|around|only|just)\b)?\s*"
)
SET = rf"(?:{_SET_ZH}|{_SET_EN})"
# The figure in "训练7B模型" is no value, nor is that of "10 倍" or the word in "训练一个模型".
COUNTER = r"(?![a-z]|\s*倍|(?<=一)(?:[个次遍下段天周月年]|小时))(?:\s*(?:个|条|次|遍|份|组|轮))?"
# What stands between a value and the name behind it: "500 个…", "0.1 的…", "0.1 as the …".
LINK = r"\s*(?:个|条|份|组)?\s*(?:的|作为|当作|当|作|为|(?:as|for|of|training|random)\b)?\s*(?:(?:the|a|an)\s+)?-?"
# A value that is a word; of what is no value, the commonest words.
TEXT = r"(?P<text>(?!(?:and|or|the|a|an|it|this|that|is|to|in|of|on)\b)[a-z_][a-z0-9_]*)"
TEXT_SET = r"\s*(?:=+|:|(?:设置?|改|换|变|调|取)?(?:成|为)|(?:设置?|调|改)到|(?:set|changed)\s+to\b)\s*"
# A learner's own words end where the sentence does.
WORDS = r"(?P<text>[^、。;!?\n]+)"
# A name of someone or something holds a number: "用户 u012".
IDENTIFIER = r"(?P<text>[a-z]{1,12}[-_]?\d[a-z\d_-]{0,40})(?![a-z\d_.-])"
FILE = r"(?<![^\s、。;!?:/\\])(?P<text>[^\s、。;!?:/\\]+\.(?:csv|tsv|txt|xlsx))(?![a-z0-9])"
# What makes a multiple of the value before: "翻倍", "减半", "降到 1/3", "halve the …".
FACTOR_ZH = (
    r"\s*(?:再|给我|能|也)?(?:(?P<double>翻一?倍|加倍|翻番|大一倍)|(?P<half>减半|砍半|降一半|缩小一半)"
    rf"|(?:[调缩降减变]?小|降低|减少)(?:到|成|为|了)?\s*(?P<smaller>{NUMBER})\s*倍|(?:除以|/|÷)\s*(?P<over>{NUMBER})"
    rf"|(?:[调提扩增变放加][大高到成]?)?(?:到|成|为|了)?\s*(?P<times>{NUMBER})\s*倍|(?:乘以?|[×*]|times\b)\s*(?P<by>{NUMBER}))"
)
FACTOR_EN = r"\b(?:(?P<double>doubl(?:e|ing))|(?P<half>halv(?:e|ing)|half))\s+(?:of\s+)?(?:the\s+)?(?:number\s+of\s+)?"
# What takes a value back: "换个…", "another …".
ANOTHER = r"(?:[换改]一?个|另一?个|别的|不固定|不要固定|\b(?:another|a\s+different|different|a\s+new|new)\s+)"

# What switches the thing on or off that is named behind it ("不要…", "with …") or before it ("…: off").
OFF = (
    r"(?:(?:不再?(?:带|要|加|用|含|拟合|使用|设|包含|需要|考虑)?|(?<!有)没有?|无|去掉|去除|拿掉|关掉|关闭|取消|省略|删掉|删除"
    r"|别[带要加用])(?:了|任何|一个)?\s*"
    r"|\b(?:without|w/o|no|drop(?:ping)?|remov(?:e|ing)|disabl(?:e|ing)|exclud(?:e|ing)|omit(?:ting)?|skip(?:ping)?"
    r"|turn(?:ing)?\s+off|leav(?:e|ing)\s+out|(?:don'?t|do\s+not|not)\s+(?:fit|use|include|add))\s+(?:(?:an?|the|any)\s+)?)"
)
ON = (
    r"(?:(?<![不没别])(?:带上?|加上?|加回|要|有|包含|含|使用|用|保留|恢复|打开|开启|拟合)(?:了|一个)?\s*"
    r"|\b(?:with|includ(?:e|ing)|add(?:ing)?|us(?:e|ing)|enabl(?:e|ing)|turn(?:ing)?\s+on|fit(?:ting)?|keep(?:ing)?|restor(?:e|ing))"
    r"\s+(?:(?:an?|the)\s+)?)"
)
SWITCH = r"\s*(?:=+|:|(?:设置?|改|换|变|调)?(?:成|为)|(?:is|to)\b)?\s*"
FALSE = r"(?:(?:false|off|no|none)\b|否|关掉|关闭|关|清零|归零|别要|去掉|去|不要|取消|拿掉)了?"
TRUE = r"(?:(?:true|on|yes)\b|打开|开启|开|加上|带上|加回来)"
CHOOSE = r"(?:改用|换用|[换改]成|设[成为]|使用|采用|用上?|\b(?:us(?:e|ing)|with|switch(?:ing)?\s+to|chang(?:e|ing)\s+to)\b)\s*(?:the\s+)?"
