"""What can go wrong with the database, in words that say what to do."""

from assistant.text import Bilingual, ExplainedError

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
    zh="缺少 PostgreSQL 驱动。请运行：{command}",
    en="The PostgreSQL driver is missing. Please run: {command}",
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
LARGE_EXPORT = Bilingual(
    zh="这个文件有 {size:,} 个字符，最多 {limit:,} 个，没有导入。请把对话一个一个导出，分开导入。",
    en="This file has {size:,} characters; the limit is {limit:,}. Nothing was imported. Please export conversations one by one and import those.",
)
LARGE_CONVERSATION = Bilingual(
    zh="文件里有一个对话超过 {limit:,} 个字符，太长了，什么都没有导入。",
    en="A conversation in this file has more than {limit:,} characters, which is too long; nothing was imported.",
)
NO_ROOM = Bilingual(
    zh="这样会超过这里为每位访客保存的上限（{most}），没有存入。请先删除不再需要的对话，再试一次。",
    en="That would exceed what is kept here for each visitor ({most}), so it was not kept. Please delete conversations that you no longer need and try again.",
)


class StoreError(ExplainedError):
    """The database can't do what was asked; `message` says what happened and what to do."""


class DamagedError(StoreError):
    """The database file is damaged."""


class RefusedError(StoreError):
    """The database works, but what was asked is not for it to do, now or later."""


class QuotaError(RefusedError):
    """A visitor has no room for more; `message` says what to do."""


class NotYoursError(RefusedError):
    """The conversation is somebody else's, and only they change it."""

    def __init__(self) -> None:
        super().__init__(NOT_YOURS)
