"""Adding what a file brings without keeping others from the database: written in pieces that nobody sees, then shown at once."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from assistant.store.database import Database


class Arriving(Protocol):
    """What is being added to a store."""

    def write(self) -> None:
        """Write it, unseen, in short transactions.

        Raises:
            StoreError: The database can't be written; `withdraw` removes what was.
        """

    def show(self, session: Session) -> int:
        """Let all of it be seen, within a transaction; return how much."""

    def withdraw(self) -> None:
        """Remove what was written, as far as the database lets it."""


def take_in(database: Database, arriving: Sequence[Arriving]) -> None:
    """Add everything, or nothing where anything goes wrong.

    Raises:
        StoreError: The database can't be written.
    """
    try:
        for each in arriving:
            each.write()
        with database.writing() as session:
            for each in arriving:
                each.show(session)
    except BaseException:
        for each in arriving:
            each.withdraw()
        raise
