"""Owns the log of a signing: each step with who, when and how, chained by hash so that none can be changed.

An entry's hash covers the hash before it: whoever has the last one can check all that came before. What says
from where somebody acted is hashed with a salt of its own and stands beside: it can be forgotten, and the
chain still holds.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

ENTRIES_MAX = 500
GENESIS = "0" * 64
PRIVATE = frozenset({"ip_address", "user_agent", "address"})
"""Facts that tell of a person, and prove nothing that the signed act itself does not."""


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
class Private:
    """A fact that tells of a person: the journal has its digest, and this can be forgotten."""

    salt: str
    value: str

    @classmethod
    def of(cls, value: str) -> "Private":
        """What is kept of a value, with a fresh salt."""
        return cls(salt=secrets.token_hex(16), value=value)

    @property
    def digest(self) -> str:
        """What the chain has of it."""
        return sha256(f"{self.salt}:{self.value}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step. Of its `private` facts `facts` has the digests."""

    step: Step
    at: datetime
    signatory_id: UUID
    facts: Mapping[str, str]
    private: Mapping[str, Private] = field(default_factory=dict)
    previous: str
    hash: str

    def told(self, name: str) -> str:
        """A private fact, as long as it is not forgotten; empty afterwards."""
        return self.private[name].value if name in self.private else ""

    @property
    def is_intact(self) -> bool:
        """Whether its hash is what it should be, and those of its private facts that are still there."""
        kept = all(each.digest == self.facts.get(name) for name, each in self.private.items())
        return kept and self.hash == self.digest

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
        private = {name: Private.of(facts[name]) for name in PRIVATE & facts.keys() if facts[name]}
        entry = Entry(
            step=step,
            at=at,
            signatory_id=signatory_id,
            facts={**facts, **{name: each.digest for name, each in private.items()}},
            private=private,
            previous=self.last_hash,
            hash="",
        )
        self.entries.append(replace(entry, hash=entry.digest))

    def forget(self, person_id: UUID) -> bool:
        """Forget from where somebody acted and where they were written to; whether there was anything."""
        theirs = [entry for entry in self.entries if entry.signatory_id == person_id and entry.private]
        for entry in theirs:
            self.entries[self.entries.index(entry)] = replace(entry, private={})
        return bool(theirs)

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
            if entry.previous != previous or not entry.is_intact:
                return False
            previous = entry.hash
        return True
