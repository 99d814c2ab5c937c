"""Owns the aggregate `FeeSchedule`: what a member owes for a year, by kind and population. Calls no fee."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from services.directory.domain.authority import require_admin
from services.directory.domain.commands.fees import SetFeeSchedule
from services.directory.domain.errors.fees import FeeUnknown, InvalidFeeSchedule
from services.directory.domain.fee_lines import FeeLine
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.profile import OrganisationProfile


@dataclass(slots=True, kw_only=True)
class FeeSchedule:
    """The fees of a year. Its name among aggregates is the year; it tells no event."""

    year: int
    lines: tuple[FeeLine, ...]
    version: int = 0
    sequence: int = field(default=0)

    @property
    def id(self) -> str:
        """Its name among aggregates."""
        return str(self.year)

    @property
    def is_set(self) -> bool:
        """Whether it was set for its year; else it is that of a year before, or the first one."""
        return self.version > 0

    def replace(self, command: SetFeeSchedule) -> None:
        """Set the fees of the year anew; fees that were called already stay as they are.

        Raises:
            AdminOnly: the actor is no administrator.
            InvalidFeeSchedule: two lines say the same band, or a kind has no line for its smallest members.
        """
        require_admin(command.actor)
        _require_clear(command.lines)
        self.lines = tuple(sorted(command.lines, key=lambda line: (line.kind, line.from_population)))

    def line_for(self, profile: OrganisationProfile) -> FeeLine:
        """The line of an organisation: the highest band that its population reaches.

        Raises:
            FeeUnknown: no line is for its kind, or its band depends on a population that nobody knows.
        """
        lines = [line for line in self.lines if line.kind is profile.kind]
        if not lines or (profile.population is None and len(lines) > 1):
            raise FeeUnknown(field="population" if lines else "kind", year=self.year)
        reached = (line for line in lines if line.from_population <= (profile.population or 0))
        return max(reached, key=lambda line: line.from_population)

    def fee_for(self, profile: OrganisationProfile) -> int | None:
        """What an organisation owes, in euro cents; None where the schedule cannot say."""
        try:
            return self.line_for(profile).amount_cents
        except FeeUnknown:
            return None


def _require_clear(lines: tuple[FeeLine, ...]) -> None:
    bands = {(line.kind, line.from_population) for line in lines}
    if len(bands) < len(lines):
        raise InvalidFeeSchedule("Deux lignes du barème portent sur la même strate.", field="lines")
    started = {kind for kind, from_population in bands if from_population == 0}
    if missing := sorted({kind for kind, _ in bands} - started):
        raise InvalidFeeSchedule(
            "Chaque type de collectivité du barème commence par une strate à partir de 0 habitant.",
            field="lines",
            kinds=missing,
        )


_COMMUNES: Final = ((0, 10_000), (1_000, 20_000), (5_000, 50_000), (20_000, 100_000), (100_000, 250_000))
_GROUPS: Final = ((0, 50_000), (20_000, 100_000), (100_000, 250_000))
_POPULATED: Final = frozenset(
    {
        OrganisationKind.CC,
        OrganisationKind.CA,
        OrganisationKind.CU,
        OrganisationKind.METROPOLE,
        OrganisationKind.METROPOLE_LYON,
        OrganisationKind.EPT,
    }
)
_LARGE: Final = frozenset(
    {OrganisationKind.DEPARTEMENT, OrganisationKind.REGION, OrganisationKind.COLLECTIVITE_UNIQUE}
)


def _bands(kind: OrganisationKind) -> Iterable[tuple[int, int]]:
    if kind is OrganisationKind.COMMUNE:
        return _COMMUNES
    if kind in _POPULATED:
        return _GROUPS
    return ((0, 250_000 if kind in _LARGE else 30_000),)


FIRST_LINES: Final = tuple(
    FeeLine(kind=kind, from_population=from_population, amount_cents=amount_cents)
    for kind in OrganisationKind
    for from_population, amount_cents in _bands(kind)
)
"""Serve until an administrator sets the first schedule: amounts that the club has not confirmed."""
