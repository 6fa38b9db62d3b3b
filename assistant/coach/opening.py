"""Opening a coach: its knowledge read, its index built, what it keeps closed to others."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answering.kept_tables import KeptTables
from assistant.coach.turn import Coach
from assistant.files import close_to_others, private_folder
from assistant.retrieval.opening import build_retriever
from assistant.settings import Settings
from assistant.store.failures import StoreError
from assistant.tools.shelves import Shelves

if TYPE_CHECKING:
    # Who answers one question need not wait for the database's library to be imported.
    from assistant.store.stores import Stores


def open_coach(
    settings: Settings,
    on_progress: Callable[[int, int], None] | None = None,
    stores: "Stores | None" = None,
    *,
    on_read: Callable[[int, int], None] | None = None,
    with_uploads: bool = True,
    after: Coach | None = None,
) -> Coach:
    """Return a coach for the knowledge that the settings name, its index built or read from disk.

    Args:
        settings: Where the knowledge lies and which model embeds it.
        on_progress: Called with (done, total) texts while vectors are computed.
        stores: Keep what is to be remembered; without them conversations live as long as the coach.
        on_read: Called with (done, total) files while the knowledge is read.
        with_uploads: Whether the learner's own files are answered from as well.
        after: A coach that this one takes the place of: what it embedded is not embedded again.

    Raises:
        LibraryError: The knowledge can't be read.
        EmbeddingError: The embedding model can't be loaded.
    """
    _close_folders(settings)
    if stores:
        # What can't be looked up now stays until the next time.
        with suppress(StoreError, OSError):
            KeptTables(stores.conversations, Shelves(settings.tables_dir)).tidy()
    uploads = settings.uploads_dir if with_uploads else None
    vectors = after.vectors if after else None
    retriever = build_retriever(
        settings.knowledge, settings, on_progress, on_read=on_read, uploads=uploads, vectors=vectors
    )
    return Coach(retriever, settings, stores)


def _close_folders(settings: Settings) -> None:
    """Let nobody else on this machine look into what an earlier version, or another program, left open."""
    with suppress(OSError):
        for folder in filter(Path.exists, (settings.data_dir, settings.cache_dir)):
            private_folder(folder)
        close_to_others(settings.uploads_dir, settings.tables_dir, settings.converted_dir)
        close_to_others(*settings.cache_dir.glob("*.npz"))
