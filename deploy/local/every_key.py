"""Owns the making of all keys on this machine, the seal of conventions among them. Signs nothing itself."""

from pathlib import Path

from deploy.local.keys import (
    ensure_access_key,
    ensure_file,
    ensure_link_key,
    ensure_partner_key,
    ensure_signing_key,
)
from deploy.local.settings import LocalSettings
from services.conventions.documents.seal import new_seal
from shared.clock import utc_now


def ensure_keys(settings: LocalSettings) -> None:
    """Make every key that the services need, unless it is there."""
    ensure_signing_key(settings.signing_key)
    ensure_link_key(settings.link_key)
    ensure_access_key(settings.access_key)
    ensure_partner_key(settings.partner_key)
    ensure_seal(settings.seal)


def ensure_seal(path: Path) -> None:
    """Make the key and the certificate of the seal of conventions, unless they are there."""
    ensure_file(path, lambda: new_seal(name="Essaim, plateforme locale", now=utc_now()))
