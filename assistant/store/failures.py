"""What can go wrong with the database, in words that say what to do."""

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from assistant.text import Bilingual, ExplainedError, clean

LOCKED = Bilingual(
    zh="对话数据库一直被另一个程序占用。请关掉占用它的程序，再试一次。",
    en="Another program keeps the conversations' database locked. Please close it and try again.",
)
READ_ONLY = Bilingual(
    zh="对话数据库所在的文件或文件夹不能写入：{place}。请检查权限，或用 PM_COACH_DATA_DIR 换一个文件夹。",
    en="The conversations' database can't be written: {place}. Please check the permissions, or name another folder with PM_COACH_DATA_DIR.",
)
FULL = Bilingual(
    zh="磁盘已满，对话数据库写不进去。请腾出空间。",
    en="The disk is full; the conversations' database can't be written. Please free some space.",
)
CORRUPT = Bilingual(
    zh="对话数据库已损坏：{place}。重新启动后会把它移到一旁，另建一个新的。",
    en="The conversations' database is damaged: {place}. After a restart it is moved aside and a new one begun.",
)
MOVED_ASIDE = Bilingual(
    zh="对话数据库已损坏，已另建一个空的。原文件保留为 {place}。",
    en="The conversations' database was damaged; a new, empty one has been begun. The old file is kept as {place}.",
)
NEWER = Bilingual(
    zh="对话数据库来自更新版本的 PM Coach（{revision}），没有改动它。请升级 PM Coach。",
    en="The conversations' database is from a newer version of PM Coach ({revision}) and was left untouched. Please update PM Coach.",
)
MIGRATED = Bilingual(
    zh="对话数据库已升级到这个版本，升级前的副本是 {place}。",
    en="The conversations' database was brought up to this version; a copy from before is {place}.",
)
UNREACHABLE = Bilingual(
    zh="连不上对话数据库服务器 {place}：{reason}",
    en="The conversations' database server {place} can't be reached: {reason}",
)
BAD_ADDRESS = Bilingual(
    zh="PM_COACH_DATABASE_URL 不是可用的地址。请写成 postgresql://用户:密码@主机/库名，或 sqlite:///文件。",
    en="PM_COACH_DATABASE_URL is no address that can be used. Please write postgresql://user:password@host/name, or sqlite:///FILE.",
)
NO_DRIVER = Bilingual(
    zh="缺少 PostgreSQL 驱动。请运行 pip install 'pm-coach[postgres]'。",
    en="The PostgreSQL driver is missing. Please run pip install 'pm-coach[postgres]'.",
)
OTHER = Bilingual(
    zh="对话数据库出了意外：{reason}",
    en="Something unexpected went wrong with the conversations' database: {reason}",
)
IN_MEMORY = Bilingual(
    zh="{problem}在此之前，对话只保存在内存里，程序退出后就没有了。",
    en="{problem} Until then conversations are kept in memory only and are gone when the program ends.",
)
UNSAVED = Bilingual(
    zh="{problem}还没有存下的消息先留在内存里，恢复后会自动存入。",
    en="{problem} Messages that could not be saved are kept in memory and saved as soon as it works again.",
)
NOT_YOURS = Bilingual(
    zh="这是别人的对话，没有改动它。想接着问，就存一份自己的。",
    en="This is someone else's conversation; nothing in it was changed. To go on with it, make a copy of your own.",
)
NO_CONVERSATION = Bilingual(zh="没有这个对话。", en="There is no such conversation.")
NOT_AN_EXPORT = Bilingual(
    zh="这不是 PM Coach 导出的对话，没有导入。请选从“导出与链接”下载的 JSON 文件。",
    en="This is no conversation exported by PM Coach; nothing was imported. Please choose a JSON file downloaded from "
    "“Export and link”.",
)
BROKEN_EXPORT = Bilingual(
    zh="这个导出文件不完整或者改动过（{where}），没有导入。请重新导出一次。",
    en="This exported file is incomplete or was changed ({where}); nothing was imported. Please export it once more.",
)
LARGE_EXPORT = Bilingual(zh="这个文件太大，没有导入。", en="This file is too large; nothing was imported.")

_REASON_CHARACTERS = 200
# https://www.sqlite.org/rescode.html: the lowest byte of a code says what kind it is.
_SQLITE = {
    5: LOCKED,
    6: LOCKED,
    3: READ_ONLY,
    8: READ_ONLY,
    14: READ_ONLY,
    13: FULL,
    11: CORRUPT,
    26: CORRUPT,
}
_SQLITE_IOERR_WRITES = {778, 1034, 4874}
"""Writing, syncing and growing a file: on a disk that is full."""
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES = {"53100": FULL, "55P03": LOCKED, "40P01": LOCKED, "25006": READ_ONLY, "42501": READ_ONLY}


class StoreError(ExplainedError):
    """The database can't do what was asked; `message` says what happened and what to do."""


class DamagedError(StoreError):
    """The database file is damaged."""


class NotYoursError(StoreError):
    """The conversation is somebody else's, and only they change it."""

    def __init__(self) -> None:
        super().__init__(NOT_YOURS)


def first_line(error: object) -> str:
    """Return an error's own words on one line of at most 200 characters."""
    return " ".join(clean(str(error)).split())[:_REASON_CHARACTERS]


def explained(error: SQLAlchemyError | sqlite3.Error | OSError, place: str) -> StoreError:
    """Return the StoreError for what SQLAlchemy, SQLite or the file system raised.

    Args:
        error: What was raised.
        place: The database as people know it: a path, or an address without its password.
    """
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    text = _kind(error, cause)
    kind = DamagedError if text is CORRUPT else StoreError
    return kind(text.filled(place=place, reason=first_line(cause)))


def _kind(error: Exception, cause: BaseException) -> Bilingual:
    if isinstance(cause, OSError):
        return FULL if cause.errno in (28, 122) else READ_ONLY
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None) or 0
        return FULL if code in _SQLITE_IOERR_WRITES else _SQLITE.get(code & 0xFF, OTHER)
    state = getattr(cause, "sqlstate", None)
    if state in _POSTGRES:
        return _POSTGRES[state]
    lost = isinstance(error, DBAPIError) and (error.connection_invalidated or state is None)
    return UNREACHABLE if lost or str(state)[:2] in ("08", "28", "3D", "57") else OTHER
