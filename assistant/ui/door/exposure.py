"""What leaves a server open that others can reach: `pm-coach serve --public` starts only where nothing does."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click
from streamlit import config

from assistant.settings import Settings
from assistant.text import Bilingual
from assistant.ui.door.identity import key_is_kept

_LARGEST_UPLOAD = 256
"""Megabytes."""


@dataclass(frozen=True, slots=True)
class _Rule:
    option: str
    is_safe: Callable[[Any], bool]
    told: Bilingual


_RULES = (
    _Rule(
        "server.enableXsrfProtection",
        bool,
        Bilingual(
            zh="{option} 关着：别的网站可以替访问者上传文件。请打开。",
            en="{option} is off: other sites could upload for a visitor. Turn it on.",
        ),
    ),
    _Rule(
        "server.enableCORS",
        bool,
        Bilingual(
            zh="{option} 关着：任何网站都能以访问者的身份连进来。请打开。",
            en="{option} is off: any site could connect as a visitor. Turn it on.",
        ),
    ),
    _Rule(
        "server.corsAllowedOrigins",
        lambda origins: "*" not in (origins or ()),
        Bilingual(
            zh="{option} 允许所有网站连接。请写明网址。",
            en="{option} lets every site connect. Name the addresses instead.",
        ),
    ),
    _Rule(
        "server.enableAgentApi",
        lambda on: not on,
        Bilingual(
            zh="{option} 开着：程序不用打开页面就能提问，访问者的限额管不到它。请关掉。",
            en="{option} is on: programs could ask without opening the page, past the limits of visitors. Turn it off.",
        ),
    ),
    _Rule(
        "server.trustedUserHeaders",
        lambda headers: not headers,
        Bilingual(
            zh="{option} 有值：任何人都能在请求里自称是谁。请用登录（st.login）代替。",
            en="{option} is set: anybody could name themselves in a request. Use a login (st.login) instead.",
        ),
    ),
    _Rule(
        "server.maxUploadSize",
        lambda megabytes: megabytes <= _LARGEST_UPLOAD,
        Bilingual(
            zh=f"{{option}} 超过 {_LARGEST_UPLOAD} MB：几次上传就能占满内存。请改小。",
            en=f"{{option}} is above {_LARGEST_UPLOAD} MB: a few uploads would fill the memory. Make it smaller.",
        ),
    ),
    _Rule(
        "client.showErrorDetails",
        lambda shown: shown in ("none", False),
        Bilingual(
            zh="{option} 会把程序的内部细节给访问者看。请设为 none。",
            en="{option} shows visitors the inside of the program. Set it to none.",
        ),
    ),
    _Rule(
        "global.developmentMode",
        lambda on: not on,
        Bilingual(
            zh="{option} 开着，那是开发用的。请关掉。",
            en="{option} is on; it is for development. Turn it off.",
        ),
    ),
)
_SINGLE_USER = Bilingual(
    zh="PM_COACH_SINGLE_USER 开着：谁连到这台电脑，谁就能管理。请去掉这个设置。",
    en="PM_COACH_SINGLE_USER is on: whoever reaches this computer could manage the coach. Remove the setting.",
)
_NO_KEY = Bilingual(
    zh="数据文件夹 {folder} 不能写入：访问者每次重启后都会变成陌生人。请用 PM_COACH_DATA_DIR 换一个。",
    en="The data folder {folder} can't be written: visitors would be strangers after each restart. Name another with "
    "PM_COACH_DATA_DIR.",
)


def open_settings(options: Mapping[str, Any], chosen: Settings, *, kept: bool) -> list[Bilingual]:
    """Return what must be changed before others may be let in, each in a sentence; nothing where all is well.

    Args:
        options: Streamlit's, by name.
        chosen: The coach's.
        kept: Whether the key that cookies are signed with outlives this start.
    """
    found = [
        rule.told.filled(option=rule.option) for rule in _RULES if not rule.is_safe(options[rule.option])
    ]
    if chosen.single_user:
        found.append(_SINGLE_USER)
    if not kept:
        found.append(_NO_KEY.filled(folder=chosen.data_dir))
    return found


def problems(page: str) -> list[Bilingual]:
    """Return what must be changed before others may be let in to a page.

    Args:
        page: The path of its script, beside which Streamlit's options lie.
    """
    # Streamlit looks for its options beside the script that it was told to run; it has not been told yet.
    config._main_script_path = page
    options = {rule.option: _value(rule.option) for rule in _RULES}
    # Read anew by the server: who lets others in changes one of them.
    return open_settings(options, Settings(), kept=key_is_kept(Settings().data_dir))


def _value(name: str) -> Any:  # noqa: ANN401 - options are of several types
    """Return an option as the server will have it: what the environment says counts before the files."""
    option = config.get_config_options()[name]
    said = os.environ.get(option.env_var)
    if said is None:
        return option.value
    kind = click.types.convert_type(option.type)
    values = [kind.convert(each, None, None) for each in (said.split() if option.multiple else [said])]
    return values if option.multiple else values[0]
