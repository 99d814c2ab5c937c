"""Owns what a row of a spreadsheet asks for, and what came of it. Reads no file, and decides no rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.directory.domain.held_roles import HeldRole
from services.directory.domain.identity import Identity
from services.directory.domain.membership import MembershipState
from services.directory.domain.profile import OrganisationProfile
from shared.commands import Actor
from shared.errors import DomainError


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportLine:
    """An organisation, and maybe a person with a role in it and its membership.

    The ids are those of what is new; the role is held in `org`, or in the organisation that is known already.
    """

    number: int
    actor: Actor
    at: datetime
    org: UUID
    profile: OrganisationProfile
    """As `checked` gives it."""
    parent_siren: str | None = None
    person_id: UUID
    identity: Identity | None = None
    role: HeldRole | None = None
    membership_id: UUID
    membership: MembershipState | None = None
    year: int


class LineOutcome(StrEnum):
    """What came of a row, or would."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is refused, as it is kept."""

    code: str
    sentence: str
    field: str = ""

    @classmethod
    def of(cls, error: DomainError) -> "Refusal":
        """What is kept of a refusal."""
        return cls(error.code, error.sentence, str(error.facts.get("field", "")))


@dataclass(frozen=True, slots=True)
class LineReport:
    """What came of a row: what it brings, or why it is refused."""

    number: int
    brings: tuple[str, ...] = ()
    refusal: Refusal | None = None

    @property
    def outcome(self) -> LineOutcome:
        """The row in one word."""
        if self.refusal is not None:
            return LineOutcome.REFUSED
        return LineOutcome.CREATED if self.brings else LineOutcome.UNCHANGED


def joined(reports: Iterable[LineReport]) -> Sequence[LineReport]:
    """One report for each row, in their order: all that it brings, or why it is refused."""
    found: dict[int, LineReport] = {}
    for report in reports:
        before = found.get(report.number)
        if before is None or report.refusal is not None:
            found[report.number] = report
        elif before.refusal is None:
            found[report.number] = replace(before, brings=(*before.brings, *report.brings))
    return [found[number] for number in sorted(found)]
