"""Owns one signatory's place in a signing: what they were sent and how they signed. Knows no turns."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from services.conventions.domain.convention.parties import Signatory
from services.conventions.domain.errors.signing import CodeVoid

CODE_LASTS = timedelta(minutes=15)
CODE_TRIES_MAX = 10


class SlotState(StrEnum):
    """How far a signatory is."""

    WAITING = "waiting"
    INVITED = "invited"
    VIEWED = "viewed"
    SIGNED = "signed"
    REFUSED = "refused"
    EXPIRED = "expired"


class Method(StrEnum):
    """How somebody signs."""

    SIMPLE_OTP = "simple_otp"
    EXTERNAL_PADES = "external_pades"
    PAPER_SCAN = "paper_scan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The proof that a message arrived: kept as a digest, for a short time, for few tries, for one use."""

    salt: str
    digest: str
    expires_at: datetime
    tries: int = 0

    @classmethod
    def of(cls, code: str, *, salt: str, at: datetime) -> "Code":
        """What is kept of a code made at this instant."""
        return cls(salt=salt, digest=_digest(code, salt), expires_at=at + CODE_LASTS)

    def matches(self, code: str) -> bool:
        """Whether it is this code."""
        return _digest(code, self.salt) == self.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a signature left on the document, and what was found when it was checked."""

    sha256_before: str
    sha256_after: str
    level: str
    """simple, advanced or qualified as far as could be checked; said to everybody."""
    profile: str
    """How long it can be verified: `B-B`, `B-T` or `B-LTA`, of PAdES."""
    signer: str
    """Who the certificate names."""
    findings: str
    """What the check of the file said, in French."""
    name: str
    """The signatory's own name, as it was known then."""

    def facts(self) -> dict[str, str]:
        """What the journal keeps of it."""
        return asdict(self)


@dataclass(slots=True, kw_only=True)
class Slot:
    """One signatory of one version of a text."""

    signatory: Signatory
    state: SlotState = SlotState.WAITING
    signs_until: date | None = None
    """The last day of the signatory's mandate or post, as soon as it is settled."""
    mandate_over: bool = False
    """The signatory may no longer sign: another one is to be named."""
    renewals: int = 0
    """How often the link that they were sent was made void, for another one."""
    code: Code | None = None
    scan_id: UUID | None = None
    """The scanned paper that waits for staff to confirm it."""
    scan_sha256: str = ""
    method: Method | None = None
    signed_at: datetime | None = None
    proof: Proof | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still can be signed, now or when its turn comes."""
        return self.state in {SlotState.WAITING, SlotState.INVITED, SlotState.VIEWED}

    @property
    def is_awaited(self) -> bool:
        """Whether the signatory has been asked and has not answered."""
        return self.state in {SlotState.INVITED, SlotState.VIEWED}

    def sign(self, method: Method, proof: Proof, *, at: datetime) -> None:
        """Take a signature that was checked; no code serves any more."""
        self.state, self.method, self.signed_at = SlotState.SIGNED, method, at
        self.proof, self.code = proof, None

    def limit(self, signs_until: date | None, *, today: date) -> None:
        """Note until when the signatory may sign: one who was thought to be over may go on again."""
        self.signs_until = signs_until
        self.mandate_over = self.mandate_over and self.is_over(today)

    def is_over(self, today: date) -> bool:
        """Whether the signatory's mandate or post ended before this day."""
        return self.signs_until is not None and today > self.signs_until

    def standing_code(self, at: datetime) -> Code:
        """The code that may still be given.

        Raises:
            CodeVoid: none was sent, it was used, it is too late, or there were too many wrong ones.
        """
        if self.code is None or at >= self.code.expires_at or self.code.tries >= CODE_TRIES_MAX:
            raise CodeVoid
        return self.code


def _digest(code: str, salt: str) -> str:
    return sha256(f"{salt}:{code}".encode()).hexdigest()
