"""Two prepared collections that share section numbers and a title, and say different things under them."""

import json
from pathlib import Path

PRICING, HIRING = "pricing-guide", "hiring-guide"

_MANIFEST = """document = "{document}"
demos = []
exercises = []
[name]
zh = "{name_zh}"
en = "{name_en}"
[called]
zh = "{called_zh}"
en = "{called_en}"
[starters]
zh = ["{starter_zh}"]
en = ["{starter_en}"]
"""

_NAMES = {
    PRICING: {
        "name_zh": "定价指南", "name_en": "Pricing Guide", "called_zh": "定价手册", "called_en": "the pricing guide",
        "starter_zh": "订阅价该怎么定？", "starter_en": "How do we set a subscription price?",
    },
    HIRING: {
        "name_zh": "招聘指南", "name_en": "Hiring Guide", "called_zh": "招聘手册", "called_en": "the hiring guide",
        "starter_zh": "面试要问几轮？", "starter_en": "How many interview rounds do we need?",
    },
}  # fmt: skip

_CHAPTERS = {
    (PRICING, "zh"): """## 1. 基础

本章讲定价的基础。

### 1.1 怎么起步

订阅价从成本的三倍起步，先只给十个老客户试用，再按他们的反应调整。

### 1.2 常见做法

定价有三种常见做法：

- **成本加成**：在成本上加固定的百分比，简单，但不管客户愿意付多少。
- **价值定价**：按客户省下的钱来定，要先访谈二十个客户。
- **对标定价**：跟着竞争对手定，最快，也最容易打价格战。
""",
    (PRICING, "en"): """## 1. Basics

This chapter is about the basics of pricing.

### 1.1 How to begin

A subscription price begins at three times the cost; try it on ten loyal customers first and adjust it to what they say.

### 1.2 Common ways

There are three common ways to price:

- **Cost plus**: a fixed percentage on top of the cost; simple, but blind to what customers would pay.
- **Value pricing**: priced by the money that customers save; interview twenty of them first.
- **Benchmarking**: priced like the competitors; fastest, and the surest way into a price war.
""",
    (HIRING, "zh"): """## 1. 基础

本章讲招聘的基础。

### 1.1 怎么起步

先写一页岗位说明，请两位同事各改一遍，再发到三个渠道。

### 1.2 常见做法

面试有两种常见做法：

- **结构化面试**：每位候选人问同样的六个问题，当场打分。
- **试做任务**：请候选人做两小时的真实任务，并付报酬。
""",
    (HIRING, "en"): """## 1. Basics

This chapter is about the basics of hiring.

### 1.1 How to begin

Write a one-page description of the job, let two colleagues edit it, and post it in three places.

### 1.2 Common ways

There are two common ways to interview:

- **Structured interview**: the same six questions to every candidate, scored at once.
- **Trial task**: two hours of real work, for which the candidate is paid.
""",
}

_QUESTIONS = {
    (PRICING, "zh"): {"1.1": ["订阅价从哪里起步", "新产品怎么定第一个价", "第一版价格给谁试"], "1.2": ["有哪些定价方法", "价值定价要先做什么", "对标定价有什么风险"]},
    (PRICING, "en"): {"1.1": ["where does a subscription price begin", "who tries the first price"], "1.2": ["what ways to price are there", "what does value pricing need"]},
    (HIRING, "zh"): {"1.1": ["岗位说明怎么写", "职位发到哪里", "招人第一步做什么"], "1.2": ["面试有哪些做法", "试做任务要付钱吗", "结构化面试问几个问题"]},
    (HIRING, "en"): {"1.1": ["how do I write a job description", "where do I post a job"], "1.2": ["what ways to interview are there", "is a trial task paid"]},
}  # fmt: skip

_UNRELATED = {
    "zh": ["红烧肉怎么做", "明天天气怎么样", "推荐一部电影", "怎么学游泳", "猫为什么怕水", "世界杯谁赢了"],
    "en": ["how do I cook pasta", "what is the weather tomorrow", "recommend a film", "who won the world cup", "why do cats purr", "how do I learn to swim"],
}  # fmt: skip


def write_to(folder: Path) -> Path:
    """Put both collections into a folder, and return it."""
    for document, names in _NAMES.items():
        home = folder / document
        home.mkdir(parents=True)
        (home / "manifest.toml").write_text(_MANIFEST.format(document=document, **names), encoding="utf-8")
        questions, others = [], []
        for language in ("zh", "en"):
            title = names[f"name_{language}"]
            head = f"---\ndocument: {document}\nlanguage: {language}\ntitle: {title}\n---\n\n"
            (home / language).mkdir()
            text = head + _CHAPTERS[document, language]
            (home / language / "01.md").write_text(text, encoding="utf-8")
            for section, asked in _QUESTIONS[document, language].items():
                questions += [
                    {"section": section, "language": language, "q": question, "suggest": True}
                    for question in asked
                ]
            others += [
                {"language": language, "kind": "unrelated", "q": question}
                for question in _UNRELATED[language]
            ]
        for name, lines in (("questions.jsonl", questions), ("out_of_scope.jsonl", others)):
            text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            (home / name).write_text(text, encoding="utf-8")
    return folder
