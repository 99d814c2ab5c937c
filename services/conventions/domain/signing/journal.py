"""Owns the log of a signing: each step with who, when and how, chained by hash so that none can be changed.

An entry's hash covers the hash before it: whoever has the last one can check all that came before.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

ENTRIES_MAX = 500
GENESIS = "0" * 64


class Step(StrEnum):
    """What can happen in a signing."""

    INVITED = "invited"
    RESENT = "resent"
    REMINDED = "reminded"
    REPLACED = "replaced"
    ADDRESS_CHANGED = "address_changed"
    OPENED = "opened"
    CODE_SENT = "code_sent"
    CODE_REFUSED = "code_refused"
    CODE_CHECKED = "code_checked"
    OTHER_TEXT = "other_text"
    SCAN_UPLOADED = "scan_uploaded"
    SCAN_CONFIRMED = "scan_confirmed"
    SIGNED = "signed"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Trace:
    """From where somebody acts."""

    ip_address: str = ""
    user_agent: str = ""

    def facts(self) -> dict[str, str]:
        """What the journal keeps of it."""
        return {"ip_address": self.ip_address, "user_agent": self.user_agent}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step."""

    step: Step
    at: datetime
    signatory_id: UUID
    facts: Mapping[str, str]
    previous: str
    hash: str

    @property
    def digest(self) -> str:
        """What its hash should be."""
        said = {
            "step": self.step.value,
            "at": self.at.isoformat(timespec="milliseconds"),
            "signatory_id": str(self.signatory_id),
            "facts": dict(sorted(self.facts.items())),
        }
        canonical = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return sha256((self.previous + canonical).encode()).hexdigest()


@dataclass(slots=True)
class Journal:
    """The steps of one signing, in their order."""

    entries: list[Entry] = field(default_factory=list)

    def write(self, step: Step, *, at: datetime, signatory_id: UUID, facts: Mapping[str, str]) -> None:
        """Add a step."""
        entry = Entry(
            step=step, at=at, signatory_id=signatory_id, facts=facts, previous=self.last_hash, hash=""
        )
        self.entries.append(replace(entry, hash=entry.digest))

    @property
    def last_hash(self) -> str:
        """What vouches for all steps so far."""
        return self.entries[-1].hash if self.entries else GENESIS

    @property
    def is_full(self) -> bool:
        """Whether only what ends the signing may still be added."""
        return len(self.entries) >= ENTRIES_MAX

    @property
    def is_intact(self) -> bool:
        """Whether every hash is what it should be."""
        previous = GENESIS
        for entry in self.entries:
            if entry.previous != previous or entry.hash != entry.digest:
                return False
            previous = entry.hash
        return True
