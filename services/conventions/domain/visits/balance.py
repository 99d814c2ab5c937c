"""Owns what the visits under a convention add up to: what they spent, what they owe. Changes none."""

from collections.abc import Iterable

from services.conventions.domain.convention.convention import Convention, ConventionState, Spent
from services.conventions.domain.errors.visits import ReportsMissing
from services.conventions.domain.visits.slots import half_days
from services.conventions.domain.visits.visit import Visit, VisitState

_OWING = frozenset({VisitState.SCHEDULED, VisitState.HELD})


def spent_by(visits: Iterable[Visit]) -> Spent:
    """How many visits took place, and the half-days that they took, over all years."""
    outcomes = [visit.outcome for visit in visits if visit.outcome is not None]
    return Spent(
        visits_count=len(outcomes),
        half_days=sum(sum(half_days(outcome.slots).values()) for outcome in outcomes),
    )


def require_reported(visits: Iterable[Visit]) -> None:
    """Let a convention be closed that owes nothing.

    Raises:
        ReportsMissing: nobody said of a visit whether it took place, or its report is not validated.
    """
    if owing := sum(visit.state in _OWING for visit in visits):
        raise ReportsMissing(owing)


def reason_to_cancel(convention: Convention) -> str:
    """What is said of visits that their convention does not allow any more: a notice, its end, its loss."""
    if convention.state is ConventionState.ABANDONED:
        return "convention_abandoned"
    if convention.state is ConventionState.ENDED or convention.life.termination is None:
        return "convention_ended"
    return "convention_terminated"
