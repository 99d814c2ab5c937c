"""Owns what the routes of attendance take and give: shapes, bounds and the sentences at the door; no rule."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, model_validator

from services.registration.domain.attendance import ScanOutcome, ScanRefusal
from services.registration.domain.guests import Guest, Headcount, Waiting
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.registrations import EXPECTED, RegistrationState
from services.registration.schemas.asked import Asked
from shared.security.seat_codes import CODE_MAX_CHARACTERS

SCANS_MAX = 500

SENTENCES: Mapping[ScanRefusal, str] = {
    ScanRefusal.UNKNOWN_CODE: "Ce code n’est pas, ou n’est plus, celui d’une inscription.",
    ScanRefusal.OTHER_EVENT: "Cette inscription est celle d’un autre évènement.",
    ScanRefusal.SEAT_CANCELLED: "Cette inscription a été annulée.",
    ScanRefusal.NO_SEAT: "Cette inscription n’est pas confirmée.",
    ScanRefusal.DUPLICATE: "Cette personne a déjà été accueillie.",
    ScanRefusal.OUTSIDE_EVENT: "L’heure de ce passage est hors de l’évènement.",
    ScanRefusal.UNKNOWN_SESSION: "Cette séance n’est pas au programme.",
    ScanRefusal.SESSION_NOT_CHOSEN: "Cette personne n’est pas inscrite à cette séance.",
}


class ScanIn(Asked):
    """Somebody was let in: by their code, or by their name in the list of who is expected."""

    scan_id: UUID = Field(description="Made by the device; the same scan sent again has the same answer.")
    code: Annotated[str, Field(min_length=1, max_length=CODE_MAX_CHARACTERS)] | None = None
    registration_id: UUID | None = Field(
        default=None, description="Without a code: whom staff found by name."
    )
    session_id: UUID | None = Field(default=None, description="None at the door of the whole gathering.")
    scanned_at: Annotated[
        AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))
    ]

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.code is None) == (self.registration_id is None):
            raise ValueError("Donnez le code, ou l’inscription trouvée par son nom.")
        return self


class ScansIn(Asked):
    """What a device at the door has seen since it was last heard of."""

    scans: Annotated[tuple[ScanIn, ...], Field(min_length=1, max_length=SCANS_MAX)]


class ScanOut(BaseModel):
    """What became of a scan."""

    scan_id: UUID
    accepted: bool
    refusal: ScanRefusal | None
    message: str = Field(description="What the device shows of a refusal; empty for who is welcome.")
    registration_id: UUID | None
    scanned_at: AwareDatetime

    @classmethod
    def of(cls, outcome: ScanOutcome) -> "ScanOut":
        """The form of an outcome."""
        return cls(
            scan_id=outcome.scan.scan_id,
            accepted=outcome.refusal is None,
            refusal=outcome.refusal,
            message=SENTENCES[outcome.refusal] if outcome.refusal else "",
            registration_id=outcome.scan.registration_id,
            scanned_at=outcome.scan.scanned_at,
        )


class RefusedScanOut(BaseModel):
    """Somebody whom the door did not let in, or who came without a place."""

    scan_id: UUID
    registration_id: UUID | None = Field(description="Of the code that was shown, if it is anybody's.")
    session_id: UUID | None
    refusal: ScanRefusal
    message: str
    scanned_at: AwareDatetime = Field(description="When the device saw the person.")
    received_at: AwareDatetime | None = Field(description="When the device was heard, maybe long after.")

    @classmethod
    def of(cls, outcome: ScanOutcome) -> "RefusedScanOut":
        """The form of a scan that was refused."""
        refusal = ScanRefusal(outcome.refusal or "")
        return cls(
            scan_id=outcome.scan.scan_id,
            registration_id=outcome.scan.registration_id,
            session_id=outcome.scan.session_id,
            refusal=refusal,
            message=SENTENCES[refusal],
            scanned_at=outcome.scan.scanned_at,
            received_at=outcome.received_at,
        )


class ScansOut(BaseModel):
    """What became of each scan, in the order in which they were sent."""

    items: tuple[ScanOut, ...]

    @classmethod
    def of(cls, outcomes: Sequence[ScanOutcome]) -> "ScansOut":
        """The form of outcomes."""
        return cls(items=tuple(map(ScanOut.of, outcomes)))


class SeatCodeOut(BaseModel):
    """What a person shows at the door."""

    code: str


class AttendanceIn(Asked):
    """Whether a person came."""

    attended: bool


class GuestOut(BaseModel):
    """Somebody who is expected at the door."""

    registration_id: UUID
    person_id: UUID
    given_name: str
    family_name: str
    org: UUID
    organisation: str
    role: str
    mode: AttendanceMode
    state: RegistrationState
    sessions: tuple[UUID, ...]
    came_at: AwareDatetime | None
    came_to: tuple[UUID, ...] = Field(description="Sessions at which the person was seen.")

    @classmethod
    def of(cls, guest: Guest) -> "GuestOut":
        """The form of a guest."""
        registration = guest.registration
        return cls(
            registration_id=registration.id,
            person_id=registration.person_id,
            given_name=guest.name.given_name,
            family_name=guest.name.family_name,
            org=registration.org,
            organisation=guest.organisation,
            role=registration.role,
            mode=registration.mode,
            state=registration.state,
            sessions=registration.sessions,
            came_at=registration.came_at,
            came_to=registration.came_to,
        )


class WaitingOut(BaseModel):
    """Somebody in line for a seat."""

    position: int = Field(description="In the line of this mode, from 1.")
    registration_id: UUID
    person_id: UUID
    given_name: str
    family_name: str
    org: UUID
    organisation: str
    role: str
    mode: AttendanceMode
    sessions: tuple[UUID, ...]
    requested_at: AwareDatetime

    @classmethod
    def of(cls, waiting: Waiting) -> "WaitingOut":
        """The form of somebody in line."""
        guest = waiting.guest
        registration = guest.registration
        return cls(
            position=waiting.position,
            registration_id=registration.id,
            person_id=registration.person_id,
            given_name=guest.name.given_name,
            family_name=guest.name.family_name,
            org=registration.org,
            organisation=guest.organisation,
            role=registration.role,
            mode=registration.mode,
            sessions=registration.sessions,
            requested_at=registration.requested_at,
        )


class Turnout(BaseModel):
    """Who had a seat, and who of them came."""

    expected: int
    came: int


class AttendanceStatistics(BaseModel):
    """Who came to a gathering, in numbers; `""` stands for what is not known."""

    total: Turnout
    by_organisation: Mapping[str, Turnout] = Field(description="Organisation id → numbers.")
    by_role: Mapping[str, Turnout]
    by_departement: Mapping[str, Turnout] = Field(description="Département code, text → numbers.")

    @classmethod
    def of(cls, headcounts: Sequence[Headcount]) -> "AttendanceStatistics":
        """The numbers of the people who have a seat."""
        return cls(
            total=turnouts(headcounts, lambda _: "").get("", Turnout(expected=0, came=0)),
            by_organisation=turnouts(headcounts, lambda one: str(one.org)),
            by_role=turnouts(headcounts, lambda one: one.role),
            by_departement=turnouts(headcounts, lambda one: one.departement or ""),
        )


def turnouts(headcounts: Sequence[Headcount], key: Callable[[Headcount], str]) -> Mapping[str, Turnout]:
    """The numbers of the people who have a seat, by what `key` gives, in its order."""
    expected: Counter[str] = Counter()
    came: Counter[str] = Counter()
    for one in headcounts:
        if one.state not in EXPECTED:
            continue
        expected[key(one)] += one.people
        came[key(one)] += one.came
    return {name: Turnout(expected=expected[name], came=came[name]) for name in sorted(expected)}
