"""Lists and the item that a passage does not know."""

from assistant.answering.support.lists import item_counts, strange_item


def test_items_are_counted() -> None:
    assert item_counts("The measures are encryption, privacy protection, and audits.") == [3]


def test_the_item_that_a_passage_lacks_is_strange() -> None:
    passage = "文章给了三个办法：分布式训练、数据预处理和模型压缩。"
    assert strange_item("三个办法是分布式训练、数据预处理和更换编程语言。", passage) > 0.5
    assert strange_item("三个办法是分布式训练、数据预处理和模型压缩。", passage) < 0.2
