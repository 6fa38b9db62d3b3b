"""The stores that live in one database, which are taken along in one file."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Literal, Protocol

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from assistant.store.arriving import Arriving, take_in
from assistant.store.conversations import ConversationStore
from assistant.store.conversations.imported import Recompute, as_it_is, parsed
from assistant.store.database import Database
from assistant.store.failures import BROKEN_EXPORT, StoreError
from assistant.store.limits import Limits
from assistant.store.messages import LOCAL
from assistant.store.migrating import migrate
from assistant.text import Bilingual

_DEFAULT_LIMITS = Limits()


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

    def importing(self, exported: Any, owner: str, recompute: Recompute) -> Arriving:  # noqa: ANN401
        """Return what adds an export's part as an owner's.

        Raises:
            QuotaError: The owner has no room for it.
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
        limits: Limits = _DEFAULT_LIMITS,
    ) -> None:
        """Hand a database to its stores.

        Args:
            database: One that is up to date, as `store.opening` opens it; without it everything lives in memory, as long
                as this object does.
            notices: What people should be told about it once.
            lasting: What stays wrong as long as it is used.
            limits: How much a visitor can keep, and how much can be taken in at once.
        """
        self._database = database or Database("sqlite://")
        if not database:
            migrate(self._database)
        self._opening_notices, self._lasting = tuple(notices), lasting
        self._limits = limits
        # One file at a time: what a file becomes while it is read takes a multiple of its size.
        self._importing = Lock()
        self.conversations = ConversationStore(self._database, limits)
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

    def import_json(self, text: str, owner: str = LOCAL, recompute: Recompute = as_it_is) -> str | None:
        """Add what `export_json` wrote, or one exported conversation, as an owner's; all of it or nothing.

        Others can read and write meanwhile.

        Args:
            text: The file.
            owner: Whose it will be.
            recompute: Makes anew what a message says of the sources.

        Returns:
            The id of the conversation where the file holds just one, to open it; None for everything.

        Raises:
            QuotaError: The owner has no room for it.
            StoreError: The text is anything else.
        """
        with self._importing:
            file = parsed(text, self._limits.import_characters)
            if not isinstance(file, dict) or file.get("format") != "pm-coach-data":
                return self.conversations.import_one(file, owner, recompute)
            self._import_all(file, owner, recompute)
            return None

    def _import_all(self, file: dict[str, Any], owner: str, recompute: Recompute) -> None:
        known = {store.name: store for store in self._all}
        try:
            found = ExportedStores.model_validate(file)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
            raise StoreError(BROKEN_EXPORT.filled(where=where)) from error
        # A part of a store that this version does not know yet would be lost without a word.
        if unknown := sorted(found.stores.keys() - known):
            raise StoreError(BROKEN_EXPORT.filled(where=f"stores.{unknown[0]}"))
        take_in(
            self._database,
            [known[name].importing(part, owner, recompute) for name, part in found.stores.items()],
        )
