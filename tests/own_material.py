"""Two documents of a learner's that have nothing to do with the article, and questions that only they answer."""

from pathlib import Path

import docx

from tests.documents import samples

CAFE = "咖啡店手册.md"
ORCHID = "Orchid launch.docx"

_CAFE = """# 街角咖啡店运营手册

## 开店准备

每天早上七点开门，店长提前四十分钟到店，先检查咖啡机的水压和锅炉温度，再试做两杯浓缩。

## 员工排班

工作日两人一班，周末三人一班。请假要提前两天在群里说明，由店长找人顶班。

## 客户投诉

客人对饮品不满意时免费重做一杯；若还不满意，全额退款，并在交接本上写明原因。

## 成本控制

牛奶的损耗控制在百分之五以内。咖啡豆每周二和周五到货，库存低于六公斤时向供应商追加。

## 新品上市

每个季度推出两款新品，先在员工中试喝，再用一周时间在店里做小范围试卖，根据销量决定是否保留。
"""
_ORCHID = (
    ("Goals", "Orchid is our new app for booking bicycle repairs. We want 4,000 paying workshops by the end of March."),
    ("Onboarding", "The onboarding flow has three steps; the phone number is asked for last."),
    ("Prices", "Prices start at 19 euros a month. Workshops with more than five mechanics pay 49 euros."),
    ("Risks", "The payment provider may need eight weeks for its review. If it is late, we start with invoices."),
    ("Team", "Maria leads the work, Jonas the engineering, and Li Na the customer interviews in Shanghai."),
)  # fmt: skip

QUESTIONS = (
    ("早上几点开门？", CAFE, "开店准备"),
    ("员工请假要提前多久？", CAFE, "员工排班"),
    ("客人不满意怎么办", CAFE, "客户投诉"),
    ("咖啡豆什么时候到货", CAFE, "成本控制"),
    ("新品上市前要做什么", CAFE, "新品上市"),
    ("When do we want 4,000 paying workshops?", ORCHID, "Goals"),
    ("How many steps does the onboarding have?", ORCHID, "Onboarding"),
    ("What do workshops with many mechanics pay?", ORCHID, "Prices"),
    ("支付供应商的审核要多久", ORCHID, "Risks"),
    ("Who does the customer interviews in Shanghai?", ORCHID, "Team"),
)


def write_to(folder: Path) -> Path:
    """Put both into a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CAFE).write_text(_CAFE, encoding="utf-8")
    (folder / ORCHID).write_bytes(orchid())
    return folder


def orchid() -> bytes:
    """The launch notes, as a Word file."""
    document = docx.Document()
    document.add_heading("Project Orchid", 0)
    for heading, text in _ORCHID:
        document.add_heading(heading, 1)
        document.add_paragraph(text)
    return samples.saved(document.save)
