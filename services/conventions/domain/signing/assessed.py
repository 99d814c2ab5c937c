"""Owns what trusted lists say of a signature: its level (regulation (EU) no 910/2014), and why."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How strong a signature is, as far as could be checked."""

    SIMPLE = "simple"
    ADVANCED = "advanced"
    QUALIFIED = "qualified"


class Why(StrEnum):
    """What was found that makes the level."""

    QUALIFIED = "qualified"
    """A qualified certificate for signatures, its key in a qualified device, not revoked."""
    NO_DEVICE = "no_device"
    """A qualified certificate for signatures; nothing says that its key is in a qualified device."""
    NOT_QUALIFIED = "not_qualified"
    """An authority of a list vouches for the certificate, which is no qualified one."""
    UNKNOWN_AUTHORITY = "unknown_authority"
    """No authority of the lists vouches for the certificate."""
    NOT_VALID = "not_valid"
    """The certificate is out of its own dates."""
    NOT_GRANTED = "not_granted"
    """An authority of that name is listed, and does not vouch for this certificate, then or for this use."""
    NOT_FOR_SIGNATURES = "not_for_signatures"
    """It is a certificate of a seal or of a website."""
    REVOCATION_UNKNOWN = "revocation_unknown"
    """Nobody said whether the certificate is revoked."""
    REVOKED = "revoked"
    """It was revoked at that time."""
    NOT_ASSESSED = "not_assessed"
    """The lists, or the certificate, could not be read within bounds."""


_LEVELS = {Why.QUALIFIED: Level.QUALIFIED, Why.NO_DEVICE: Level.ADVANCED, Why.NOT_QUALIFIED: Level.ADVANCED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What the trusted lists say of one signature."""

    why: Why
    at: str = ""
    """For which instant it was asked: of the time stamp that counts, or of the asking; ISO 8601, UTC."""
    stamp_counts: bool = False
    """Whether the time is told by an authority that the lists vouch for, and not by the asking."""
    service: str = ""
    """The service of a list that vouches for the certificate, as the list names it."""
    revoked_at: str = ""
    """When it was revoked; ISO 8601, UTC; empty where it was not."""
    outdated: tuple[str, ...] = ()
    """The lists that were not believed, because the next issue was due."""

    @property
    def level(self) -> Level:
        """The level that was verified."""
        return _LEVELS.get(self.why, Level.SIMPLE)
