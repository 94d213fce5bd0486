"""Settings by environment, prefix SCHOOLAPP_, checked once at start."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "SCHOOLAPP_"
_OTHERS = ("TEST_", "PORT")
"""What the tests and deploy/Caddyfile read; names that begin so are none of ours."""


class Settings(BaseSettings):
    """What an operator may decide. Every field is an environment variable SCHOOLAPP_<NAME>."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    data: Path = Path("var")
    """Folder of everything that must be backed up: database, keys, media."""
    database_url: str = ""
    """SQLAlchemy address; empty means the embedded SQLite file under `data`."""
    redis_url: str = ""
    """Only needed for several workers."""
    media_url: str = ""
    """Bucket for pictures, s3://bucket/folder, instead of the folder `media` under `data`."""
    demo: bool = True
    """Fill an empty database with the demo school and run its clock."""
    demo_life: bool = True
    """In the demo: play the other teachers. Off, rolls stand still, as tests and pictures want it."""
    locale: Literal["zh_CN", "en"] = "zh_CN"
    """Language of the interface, fixed when the front end is built."""
    timezone: str = "Asia/Shanghai"
    clock_start: str = ""
    """Tests only: the school's local time at start, 2026-11-23T16:28:00; runs on from there."""
    origins: str = ""
    """Further allowed origins, comma separated (https://school.example); own host is always allowed."""
    https: bool = False
    """Served behind HTTPS: cookies become Secure, HSTS is sent."""
    trusted_proxy: bool = False
    """Take the visitor's address from X-Forwarded-For (only behind our own proxy)."""
    login_days: int = Field(default=30, ge=1, le=365)
    rate_limits: bool = True
    """Tests and benchmarks may switch the limits off."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except Exception as error:
            raise ValueError(f"unknown time zone {value!r}, use e.g. Asia/Shanghai") from error
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value.startswith("postgresql://"):
            value = value.replace("postgresql://", "postgresql+psycopg://", 1)
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("use sqlite:///path or postgresql://user@host/name")
        return value

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("use redis://host or redis://:password@host:6379/0")
        return value

    @field_validator("media_url")
    @classmethod
    def _known_media(cls, value: str) -> str:
        if value and not value.startswith("s3://"):
            raise ValueError("use s3://bucket/folder, with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION")
        return value

    @field_validator("origins")
    @classmethod
    def _whole_origins(cls, value: str) -> str:
        for origin in filter(None, (one.strip() for one in value.split(","))):
            parts = urlsplit(origin if "://" in origin else f"//{origin}")
            if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
                wanted = f"https://{parts.netloc or 'school.example'}"
                raise ValueError(f"{origin!r} is no origin: write scheme and host without a path, {wanted}")
        return value

    @property
    def database(self) -> str:
        """The address in force."""
        return self.database_url or f"sqlite:///{self.data.resolve()}/schoolapp.db"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@lru_cache
def settings() -> Settings:
    """Read the environment once; a wrong value or name ends the start with one clear message for each."""
    if unknown := unknown_names(os.environ):
        print("\n".join(unknown), file=sys.stderr)
        raise SystemExit(2)
    try:
        return Settings()
    except ValidationError as error:
        for item in error.errors():
            name = PREFIX + "_".join(str(part) for part in item["loc"]).upper()
            print(f"{name}: {item['msg']} (got {item['input']!r})", file=sys.stderr)
        raise SystemExit(2) from None


def unknown_names(names: Iterable[str]) -> list[str]:
    """A line for each variable with our prefix that sets nothing, with the setting that was probably meant."""
    known = [field.upper() for field in Settings.model_fields]
    found = []
    for name in sorted(names):
        own = name.upper().removeprefix(PREFIX)
        if not name.upper().startswith(PREFIX) or own in known or own.startswith(_OTHERS):
            continue
        near = get_close_matches(own, known, n=1) or known
        found.append(f"{name} is no setting; is it {', '.join(PREFIX + one for one in near)}?")
    return found
