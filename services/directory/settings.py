"""Owns what this service is told from outside. Read by `main.py` alone."""

from pydantic import Field, FilePath, SecretStr
from pydantic_settings import SettingsConfigDict

from services.directory.domain.rounds import RenewalCalendar
from shared.documents.association import Association
from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Environment variables `DIRECTORY_…`."""

    model_config = SettingsConfigDict(env_prefix="DIRECTORY_")

    database: str = "directory"
    port: int = 8001
    signing_key_file: FilePath = Field(description="PEM of the P-256 private key that signs access tokens.")
    association: Association = Field(default=Association(), description="How documents name the association.")
    renewal_calendar: RenewalCalendar = Field(
        default=RenewalCalendar(), description="Days on which the steps of a yearly campaign come."
    )
    access_key_file: FilePath = Field(description="Secret that sessions and second factors rest on.")
    link_key_file: FilePath = Field(description="Key of the links in mails, shared with notifications.")
    public_url: str = Field(
        default="http://127.0.0.1:8001", description="Where people reach the pages of this service."
    )
    home_url: str = Field(
        default="", description="Where people go on once they are signed in; empty: a page says so."
    )
    second_factor_required: bool = Field(
        default=True, description="Whether staff and admin act for the club under a second factor only."
    )
    proconnect_issuer: str = Field(default="", description="Issuer of ProConnect; empty: it is off.")
    proconnect_client_id: str = Field(default="", description="Who this service is to ProConnect.")
    proconnect_client_secret: SecretStr = Field(default=SecretStr(""), description="Given by ProConnect.")
    smtp_host: str = Field(default="127.0.0.1", description="Mail server; only the worker needs it.")
    smtp_port: int = Field(default=1025, ge=1, le=65535, description="Port of the mail server.")
    smtp_from: str = Field(
        default="Club des Territoires <club@example.org>",
        description="Whom sign-in mails come from, as a mail header writes it.",
    )
