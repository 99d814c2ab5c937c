"""Checks what people are shown of a convention: what was recorded, and what amendments made of it."""

from datetime import UTC, date, datetime

from services.conventions.domain.commands import convention as commands
from services.conventions.domain.convention import course
from services.conventions.domain.convention.changes import Changes
from services.conventions.domain.convention.deed import DeedState
from services.conventions.domain.convention.terms import Terms
from services.conventions.schemas.conventions import ConventionOut
from tests.unit.conventions.given import MANDUEL
from tests.unit.conventions.given_agreement import CONVENTION, MOUANS, STAFF, amended, convention


def test_a_convention_shows_its_end_as_amended_and_what_was_recorded() -> None:
    agreement = amended(Changes(ends_on=date(2029, 8, 31)))
    shown = ConventionOut.of(agreement)
    assert (shown.ends_on, shown.termination) == (date(2028, 8, 31), None)
    assert shown.amendments[0].changes.ends_on == date(2029, 8, 31)
    assert {each.org for each in shown.transmissions} == {MOUANS, MANDUEL}
    agreement.amendment(1).deed.state = DeedState.SIGNED
    notice = commands.RecordTermination(
        actor=STAFF,
        at=datetime(2028, 3, 2, 8, tzinfo=UTC),
        convention_id=CONVENTION,
        org=MANDUEL,
        notified_on=date(2028, 3, 1),
        reason_code="other",
        reason="Fermeture de la cuisine.",
    )
    course.terminate(agreement, notice)
    shown = ConventionOut.model_validate_json(ConventionOut.of(agreement).model_dump_json())
    assert shown.ends_on == date(2029, 8, 31)
    assert shown.termination is not None
    assert shown.termination.effective_on == date(2028, 4, 30)


def test_a_draft_without_days_is_shown_too() -> None:
    draft = convention(terms=Terms(title="Un échange", topics=("gaspillage",)))
    assert ConventionOut.of(draft).ends_on is None
