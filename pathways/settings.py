"""What can be set, and where from: flags first, then `STACKWAYS_*` environment variables, then `stackways.toml`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from stackways.pathways.mistakes import mistake_of
from stackways.words.message import Message, listed

FILE = "stackways.toml"
"""Looked for in the folder where the command is run."""

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


class SettingsError(ValueError):
    """A setting that cannot be, as one paragraph to show as it stands."""


class Settings(BaseSettings):
    """Every setting of Stackways; an environment variable is `STACKWAYS_` and the name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="STACKWAYS_",
        env_ignore_empty=True,
        toml_file=FILE,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,  # an address may hold a password
    )

    neo4j_uri: str | None = None
    """Address of a Neo4j of your own, `neo4j://` (a cluster, Aura) or `bolt://` (one server). The local one then never
    starts."""
    neo4j_user: str = "neo4j"
    """User of that Neo4j."""
    neo4j_password: SecretStr | None = None
    """Password of that user; none for a server without authentication."""
    neo4j_database: str = "neo4j"
    """Name of the database there."""
    query_seconds: Annotated[float, Field(gt=0, le=600)] = 5.0
    """The longest one query may take, in seconds; the same for all who use one database."""
    answer_seconds: Annotated[float, Field(gt=0, le=600)] = 30.0
    """The longest one question may take, in seconds; what was not looked at by then is told."""
    thinking_at_once: Annotated[int, Field(ge=1, le=32)] | None = None
    """How many routes, awards and comparisons one process works at, at once; as many as there are processors unless
    given, and two at least."""
    waiting_seconds: Annotated[float, Field(gt=0, le=60)] = 5.0
    """How long a route, award or comparison waits for others before it is told to ask again."""
    memory_megabytes: Annotated[int, Field(ge=0, le=65536)] = 64
    """How many megabytes of answers one process remembers, to give them again while the catalogue stays; 0 for none."""
    telemetry: bool = False
    """Whether traces and figures go out by OpenTelemetry, set up by its own variables (`OTEL_…`)."""
    home: Path | None = None
    """Where the local Neo4j keeps its data; the platform's place for data unless given."""
    catalogues: Annotated[tuple[Path, ...], NoDecode] = ()
    """Catalogues of your own, files or folders, loaded beside the shipped one (in the variable with `:` between)."""
    shipped: Literal["all", "published", "none"] = "all"
    """How much of the shipped catalogue is loaded: `all`, what is `published` (no illustrative data), or `none`."""
    signers: Path | None = None
    """Who may sign releases with which ssh key: a file of allowed signers, as `ssh-keygen` reads it."""
    trust: Path | None = None
    """The folder of what is trusted when badges are judged; `trust/` in the platform's place for data unless given."""
    host: str = "127.0.0.1"
    """Address the API listens on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port the API listens on; 0 takes any free one."""

    @field_validator("catalogues", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:  # noqa: ANN401 - whatever the file or the variable holds
        return tuple(filter(None, value.split(os.pathsep))) if isinstance(value, str) else value

    @property
    def trust_folder(self) -> Path:
        """Return the folder of what is trusted when badges are judged."""
        return self.trust or (self.home or user_data_path("stackways")) / "trust"

    @field_validator("neo4j_uri")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise ValueError(str(Message("setting.address")))
        if "@" in parts.netloc:
            raise ValueError(str(Message("setting.address-with-user")))
        return value

    def as_environment(self) -> dict[str, str]:
        """Return the settings as the environment of another process that is to have the same."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        given = {name: value for name, value in values.items() if value is not None}
        return {f"STACKWAYS_{name.upper()}": _as_text(value) for name, value in given.items()}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not read: `stackways.toml` is the file
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources, strongest first."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @classmethod
    def read(cls, **flags: Any) -> Self:  # noqa: ANN401 - flags have the fields' types
        """Return the settings; a flag that is None was not given.

        Raises:
            SettingsError: a setting that is unknown or has a value that cannot be.
        """
        try:
            return cls(**{name: value for name, value in flags.items() if value is not None})
        except (TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise SettingsError(str(Message("setting.unreadable", file=FILE, why=str(error)))) from error
        except ValidationError as error:
            wrongs = [_in_words(wrong) for wrong in error.errors(include_input=False)]
            raise SettingsError(str(listed(wrongs, "semicolon"))) from None


def _in_words(wrong: Any) -> Message:  # noqa: ANN401 - pydantic's dictionary of an error
    name = ".".join(map(str, wrong["loc"]))
    if wrong["type"] == "extra_forbidden":
        return Message("setting.no-such", file=FILE, name=name, names=listed(Settings.model_fields, "comma"))
    variable = f"STACKWAYS_{name.upper()}"
    return Message("setting.cannot-be", name=name, variable=variable, file=FILE, why=mistake_of(wrong))


def _as_text(value: Any) -> str:  # noqa: ANN401 - a setting of whatever type
    """Return a setting as the environment has it."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return json.dumps([str(one) for one in value]) if isinstance(value, list | tuple) else str(value)
