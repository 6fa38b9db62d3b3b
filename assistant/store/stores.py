"""The stores that live in one database: opened together, tidied together, taken along in one file."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

from pydantic import AwareDatetime, BaseModel, Field, ValidationError
from sqlalchemy.orm import Session

from assistant.store.conversations import ConversationStore
from assistant.store.database import Database
from assistant.store.failures import BROKEN_EXPORT, LARGE_EXPORT, NOT_AN_EXPORT, StoreError
from assistant.store.migrating import migrate
from assistant.store.summaries import LOCAL
from assistant.text import Bilingual

_LARGEST_CHARACTERS = 200_000_000


class Store(Protocol):
    """What lives in the database beside other stores, with tables and revisions of its own."""

    name: str
    """Its part of an export, e.g. "conversations"."""

    @property
    def problem(self) -> Bilingual | None:
        """What is wrong with it now."""

    def tidy(self) -> None:
        """Set right what a killed process left, and remove for good what was deleted long ago; called once, on opening."""

    def close(self) -> None:
        """Save what could not be saved before, if possible."""

    def exported(self, owner: str) -> Any:  # noqa: ANN401 - JSON has no narrower type
        """Return all that it keeps of an owner, as JSON that `importing` reads."""

    def importing(self, exported: Any, owner: str) -> Callable[[Session], int]:  # noqa: ANN401
        """Return what adds an export's part as an owner's, within a transaction, and returns how much it added.

        Raises:
            StoreError: It is anything else.
        """


class ExportedStores(BaseModel):
    """The file in which a learner takes everything along."""

    format: Literal["pm-coach-data"]
    version: Literal[1]
    exported_at: AwareDatetime
    stores: dict[str, Any] = Field(max_length=100)
    """Each store's part, by its name."""


class Stores:
    """One database and the stores in it."""

    def __init__(
        self,
        database: Database | None = None,
        notices: Iterable[Bilingual] = (),
        lasting: Bilingual | None = None,
    ) -> None:
        """Hand a database to its stores.

        Args:
            database: One that is up to date, as `open_stores` opens it; without it everything lives in memory, as long
                as this object does.
            notices: What people should be told about it once.
            lasting: What stays wrong as long as it is used.
        """
        self._database = database or Database("sqlite://")
        if not database:
            migrate(self._database)
        self._opening_notices, self._lasting = tuple(notices), lasting
        self.conversations = ConversationStore(self._database)
        self._all: tuple[Store, ...] = (self.conversations,)

    @property
    def notices(self) -> tuple[Bilingual, ...]:
        """What people should be told: what happened on opening, and what is wrong now."""
        return (*self._opening_notices, *filter(None, (self.problem,)))

    @property
    def problem(self) -> Bilingual | None:
        """What is wrong now; None as soon as the database works."""
        return next(filter(None, (store.problem for store in self._all)), self._lasting)

    @property
    def place(self) -> str | None:
        """Where everything is kept: a path, or an address without its password; None where only memory keeps it."""
        return None if self._database.in_memory else self._database.place

    def tidy(self) -> None:
        """Let every store set right what a killed process left.

        Raises:
            StoreError: The database can't be written.
        """
        for store in self._all:
            store.tidy()

    def close(self) -> None:
        """Save what could not be saved before, if possible, and close the connections."""
        for store in self._all:
            store.close()
        self._database.close()

    def export_json(self, owner: str = LOCAL) -> str:
        """Return all that is kept of an owner, as JSON that `import_json` reads.

        Raises:
            StoreError: The database can't be read.
        """
        stores = {store.name: store.exported(owner) for store in self._all}
        file = {"format": "pm-coach-data", "version": 1, "exported_at": datetime.now(UTC).isoformat()}
        return json.dumps(file | {"stores": stores}, ensure_ascii=False, indent=1)

    def import_json(self, text: str, owner: str = LOCAL) -> str | None:
        """Add what `export_json` wrote, or one exported conversation, as an owner's; all of it or nothing.

        Returns:
            The id of the conversation where the file holds just one, to open it; None for everything.

        Raises:
            StoreError: The text is anything else.
        """
        if len(text) > _LARGEST_CHARACTERS:
            raise StoreError(LARGE_EXPORT)
        try:
            file = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise StoreError(NOT_AN_EXPORT) from error
        if not isinstance(file, dict) or file.get("format") != "pm-coach-data":
            return self.conversations.import_json(text, owner)
        known = {store.name: store for store in self._all}
        try:
            found = ExportedStores.model_validate(file)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
            raise StoreError(BROKEN_EXPORT.filled(where=where)) from error
        # A part of a store that this version does not know yet would be lost without a word.
        if unknown := sorted(found.stores.keys() - known):
            raise StoreError(BROKEN_EXPORT.filled(where=f"stores.{unknown[0]}"))
        added = [known[name].importing(part, owner) for name, part in found.stores.items()]
        with self._database.writing() as session:
            for add in added:
                add(session)
        return None
