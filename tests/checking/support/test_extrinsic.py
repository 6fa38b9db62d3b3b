"""Lists and the item that a passage does not know."""

from assistant.checking.support.extrinsic import item_counts, strange_item


def test_items_are_counted() -> None:
    assert item_counts("The measures are encryption, privacy protection, and audits.") == [3]


def test_the_item_that_a_passage_lacks_is_strange() -> None:
    passage = "文章给了三个办法：分布式训练、数据预处理和模型压缩。"
    assert strange_item("三个办法是分布式训练、数据预处理和更换编程语言。", passage) > 0.5
    assert strange_item("三个办法是分布式训练、数据预处理和模型压缩。", passage) < 0.2


def test_a_word_that_all_items_begin_with_does_not_make_a_new_one_known() -> None:
    passage = "做进产品分四步：模型构建、模型训练、模型评估、模型部署。"
    assert strange_item("四步是模型构建、模型训练、模型定价和模型部署。", passage) > 0.5


def test_what_stands_before_or_against_a_list_is_no_item() -> None:
    assert item_counts("Of the four skills, design, sales and writing are old, while coding is new.") == [3]
