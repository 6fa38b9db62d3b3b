"""Tables that conversations use: they go with them, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering.kept_tables import KeptTables
from assistant.store.conversations import ConversationStore
from assistant.store.failures import NotYoursError
from assistant.tools.shelves import Shelves
from tests.store.sample import answer, question

OWNER = "visitor:1"
TABLE = b"user,item,rating\nu,a,1\n"


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    return Shelves(tmp_path / "tables")


@pytest.fixture
def kept(store: ConversationStore, shelves: Shelves) -> KeptTables:
    return KeptTables(store, shelves)


@pytest.fixture
def use(store: ConversationStore, shelves: Shelves) -> Callable[..., None]:
    def use(conversation: str, *names: str, owner: str = OWNER) -> None:
        for name in names:
            shelves.of(owner).add(TABLE, name)
        asked = question("跑一下", conversation, f"q-{conversation}").model_copy(update={"files": names})
        store.save(asked, owner)

    return use


def names(shelves: Shelves, owner: str = OWNER) -> list[str]:
    return [table.name for table in shelves.kept(owner)]


def test_a_table_goes_with_the_last_conversation_that_uses_it(
    kept: KeptTables, shelves: Shelves, use: Callable[..., None]
) -> None:
    use("c1", "one.csv", "both.csv")
    use("c2", "both.csv")
    assert kept.delete_conversation("c1", OWNER)
    assert names(shelves) == ["both.csv"]
    assert kept.delete_conversation("c2", OWNER)
    assert names(shelves) == []


def test_a_deletion_that_is_undone_brings_the_table_back(
    kept: KeptTables, shelves: Shelves, use: Callable[..., None]
) -> None:
    use("c1", "one.csv")
    kept.delete_conversation("c1", OWNER)
    assert kept.restore_conversation("c1", OWNER)
    assert names(shelves) == ["one.csv"]


def test_a_table_that_an_answer_ran_on_counts_as_used(
    store: ConversationStore, kept: KeptTables, shelves: Shelves, use: Callable[..., None]
) -> None:
    use("c1")
    shelves.of(OWNER).add(TABLE, "one.csv")
    ran = answer(conversation_id="c1").model_copy(update={"files": ("one.csv",)})
    store.save(ran.model_copy(update={"status": "streaming"}), OWNER)
    store.save(ran, OWNER)
    assert store.files_of(OWNER) == {"one.csv": 1}
    kept.delete_conversation("c1", OWNER)
    assert names(shelves) == []


def test_nobody_takes_anothers_tables_away(
    kept: KeptTables, shelves: Shelves, use: Callable[..., None]
) -> None:
    use("c1", "one.csv")
    use("c2", "one.csv", owner="visitor:2")
    with pytest.raises(NotYoursError):
        kept.delete_conversation("c1", "visitor:2")
    kept.delete_conversation("c2", "visitor:2")
    assert (names(shelves), names(shelves, "visitor:2")) == (["one.csv"], [])


def test_an_imported_conversation_and_a_copy_take_no_table_of_their_new_owner_with_them(
    store: ConversationStore, kept: KeptTables, shelves: Shelves, use: Callable[..., None]
) -> None:
    use("c1", "one.csv")
    shelves.of("visitor:2").add(TABLE, "one.csv")
    taken = (store.import_json(store.export_json("c1"), "visitor:2"), store.copy("c1", "visitor:2"))
    for conversation in taken:
        assert store.messages(conversation)[0].files == ("one.csv",)
        kept.delete_conversation(conversation, "visitor:2")
    assert names(shelves, "visitor:2") == ["one.csv"]


def test_tidying_leaves_what_conversations_use(
    kept: KeptTables, shelves: Shelves, use: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    use("c1", "one.csv")
    shelves.of(OWNER).add(TABLE, "page.csv")
    monkeypatch.setattr("assistant.tools.shelves.time.time", lambda: 4e9)
    kept.tidy()
    assert names(shelves) == ["one.csv"]


def test_each_table_is_listed_with_its_conversations(kept: KeptTables, use: Callable[..., None]) -> None:
    use("c1", "one.csv", "both.csv")
    use("c2", "both.csv")
    assert [(table.name, count) for table, count in kept.of(OWNER)] == [("both.csv", 2), ("one.csv", 1)]
