"""Owns what this service is told from outside. Read by `main.py` alone."""

from typing import Self

from pydantic import DirectoryPath, Field, FilePath, model_validator
from pydantic_settings import SettingsConfigDict

from shared.documents.association import Association
from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Environment variables `CONVENTIONS_…`."""

    model_config = SettingsConfigDict(env_prefix="CONVENTIONS_", env_nested_delimiter="__")

    database: str = "conventions"
    port: int = 8003
    link_key_file: FilePath = Field(description="Key of the codes in mails, shared with notifications.")
    seal_file: FilePath = Field(description="Key and certificate of the platform's seal, PEM.")
    public_url: str = Field(
        default="http://127.0.0.1:8003",
        description="Where people reach this service: what pages and events name.",
    )
    look_every_seconds: float = Field(
        default=30.0, gt=0, description="How often the worker looks for what time does."
    )
    time_stamp_url: str = Field(
        default="", description="Time-stamp authority (RFC 3161); without one, seals have no time stamp."
    )
    time_stamp_trust_file: FilePath | None = Field(
        default=None, description="Certificates that vouch for that authority, PEM."
    )
    time_stamp_timeout_seconds: float = Field(
        default=5.0, gt=0, le=20, description="How long each of three tries to have a time stamp may take."
    )
    trusted_lists: DirectoryPath | None = Field(
        default=None,
        description="Folder of trusted lists of EU member states (ETSI TS 119 612): each NAME.xml, and "
        "beside it NAME.pem, its operator’s certificates. Without it, nobody signs above the simple level.",
    )
    association: Association = Association()

    @model_validator(mode="after")
    def _is_vouched_for(self) -> Self:
        if self.time_stamp_url and self.time_stamp_trust_file is None:
            raise ValueError("CONVENTIONS_TIME_STAMP_URL needs CONVENTIONS_TIME_STAMP_TRUST_FILE")
        return self
