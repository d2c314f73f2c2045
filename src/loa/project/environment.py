"""Every setting of an installation, read from environment variables that begin with `LOA_`, and from nowhere else.

The descriptions are what `docs/settings.md` says of each; a test compares them.
"""

from datetime import time
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ["Environment"]


class Environment(BaseSettings):
    """The settings of one installation. Raises pydantic's ValidationError where a value cannot be used."""

    model_config = SettingsConfigDict(env_prefix="LOA_", extra="ignore")

    home: Path = Field(Path("loa-data"), description="Folder for the database file, uploads, mail and keys.")
    files: Path | None = Field(
        None, description="Folder for uploads where it is not in the home folder: one that several web servers share."
    )
    secret_key: str = Field("", description="Signs sessions and links. Empty: made once and kept in the home folder.")
    database_url: str = Field(
        "", description="postgresql://user:password@host/name. Empty: an SQLite file in the home folder."
    )
    debug: bool = Field(False, description="Shows details of errors on the page. Never on a public installation.")
    sample_data: bool = Field(False, description="Says on every page that what it shows is sample data.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="From which level on lines go to the log: INFO tells of each request, task and deed."
    )
    hosts: str = Field("localhost,127.0.0.1,[::1]", description="Host names the server answers to, by comma.")
    base_url: str = Field("http://localhost:8000", description="Address people reach Loa at; stands in mail and feeds.")
    https: bool = Field(False, description="Loa stands behind HTTPS: cookies are secure and browsers are told so.")
    language: Literal["vi", "en"] = Field("vi", description="Language for those who have chosen none: vi or en.")
    time_zone: str = Field("Asia/Ho_Chi_Minh", description="Time zone in which days begin and end.")
    email_url: str = Field("", description="smtp://user:password@host:587?tls=true. Empty: mail is written to files.")
    email_from: str = Field("Loa <loa@localhost>", description="Sender of all mail.")
    upload_limit_mb: int = Field(50, ge=1, description="Largest file that can be uploaded, in megabytes.")
    tasks_at_once: int = Field(2, ge=1, description="Tasks one worker process runs at the same time.")
    working_hours: str = Field(
        "07:30-17:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$",
        description="Between which times people are reminded, on working days.",
    )  # fmt: skip
    oidc_name: str = Field("", description="Name of the sign-in service as its button says, e.g. a province's SSO.")
    oidc_url: str = Field("", description="Address of the OpenID Connect provider; empty switches it off.")
    oidc_client_id: str = Field("", description="Client id at the OpenID Connect provider.")
    oidc_client_secret: str = Field("", description="Client secret at the OpenID Connect provider.")
    require_totp: bool = Field(False, description="Everybody must set up a one-time code before doing anything else.")

    fetch_agent: str = Field("", description="Name by which Loa asks other sites. Empty: Loa and its LOA_BASE_URL.")
    fetch_pause: float = Field(2.0, ge=0, le=600, description="Seconds between two visits to one site, at least.")
    fetch_private: bool = Field(False, description="Links may lead to addresses inside the own network.")
    watch_minutes: int = Field(60, ge=5, description="Minutes after which a watched site is read again.")
    link_check_days: int = Field(
        30, ge=1, description="Days after which the link of a piece of evidence is checked again."
    )
    near_copy_percent: int = Field(
        70, ge=40, le=100, description="From which likeness of their texts on two pieces of evidence are near copies."
    )

    def office_hours(self) -> tuple[time, time]:
        """When the working day begins and ends."""
        begins, _, ends = self.working_hours.partition("-")
        return time.fromisoformat(begins), time.fromisoformat(ends)

    ledger_key: str = Field(
        "",
        pattern=r"^([0-9a-fA-F]{64})?$",
        description="Signs ledgers: 64 hexadecimal digits. Empty: made once and kept in the home folder.",
    )

    @field_validator("time_zone")
    @classmethod
    def _exists(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("no such time zone; Vietnam's is Asia/Ho_Chi_Minh")
        return name
