"""Checks what an amendment may change, and its way back to its draft."""

from dataclasses import replace
from datetime import date

import pytest

from services.conventions.domain.commands import convention as commands
from services.conventions.domain.convention import course, review
from services.conventions.domain.convention.changes import Changes
from services.conventions.domain.convention.deed import FrozenDocument
from services.conventions.domain.errors.convention import (
    AmendmentUnderWay,
    DeedStateRefuses,
    InvalidAmendment,
)
from services.conventions.domain.errors.rights import StaffOnly
from shared.events import conventions as told
from tests.unit.conventions.given import MANDUEL, id_of
from tests.unit.conventions.given_agreement import (
    AGENT,
    AT,
    CONVENTION,
    STAFF,
    TERMS,
    amended,
    change_asked,
    in_force,
    referent_of,
)


def test_an_amendment_takes_effect_while_there_is_something_to_amend() -> None:
    late = commands.DraftAmendment(
        actor=STAFF,
        at=AT,
        convention_id=CONVENTION,
        subject="Une année de plus",
        changes=Changes(ends_on=date(2029, 8, 31)),
        effect_on=date(2028, 9, 2),
    )
    more = replace(late, changes=Changes(half_day_quota=30), effect_on=date(2028, 9, 1))
    for asked in (late, more):
        with pytest.raises(InvalidAmendment) as refused:
            course.draft_amendment(in_force(), asked)
        assert refused.value.facts["field"] == "effect_on"
    for asked in (replace(late, effect_on=date(2028, 9, 1)), replace(more, effect_on=date(2028, 8, 31))):
        course.draft_amendment(in_force(), asked)


def rewritten(subject: str) -> commands.ReviseAmendment:
    """The first amendment, with more half-days and from another day on."""
    return commands.ReviseAmendment(
        actor=STAFF,
        at=AT,
        convention_id=CONVENTION,
        amendment=1,
        subject=subject,
        changes=Changes(half_day_quota=40),
        effect_on=date(2028, 2, 1),
    )


def test_an_amendment_that_a_party_sent_back_is_written_anew() -> None:
    agreement = amended(Changes(half_day_quota=30))
    asked = commands.RequestReview(actor=STAFF, at=AT, convention_id=CONVENTION, amendment=1)
    review.request_review(agreement, asked)
    review.comment(agreement, change_asked(amendment=1))
    other = rewritten("Encore plus de demi-journées")
    with pytest.raises(StaffOnly):
        course.revise_amendment(agreement, replace(other, actor=referent_of(MANDUEL)))
    assert course.revise_amendment(agreement, other) == ()
    amendment = agreement.amendment(1)
    assert (amendment.subject, amendment.effect_on) == (other.subject, other.effect_on)
    assert agreement.terms_of(1).practice.half_day_quota == 40
    review.request_review(agreement, asked)
    (revised,) = course.revise_amendment(agreement, other)
    assert isinstance(revised, told.AmendmentRevised)
    assert (revised.reason_code, amendment.deed.text_version) == ("by_staff", 3)
    with pytest.raises(InvalidAmendment):
        course.revise_amendment(agreement, replace(other, changes=Changes()))


def test_an_amendment_that_all_approved_is_not_written_anew() -> None:
    agreement = amended(Changes(half_day_quota=30))
    amendment = agreement.amendment(1)
    amendment.deed.freeze(FrozenDocument(id=CONVENTION, version=1, sha256="a" * 64))
    with pytest.raises(DeedStateRefuses):
        course.revise_amendment(agreement, rewritten("Autre chose"))
    assert amendment.changes.half_day_quota == 30


def test_who_an_amendment_would_have_let_come_reads_no_more_once_it_is_given_up() -> None:
    newcomer = replace(AGENT, person_id=id_of("newcomer"))
    agreement = amended(Changes(agents=(newcomer,)))
    assert newcomer.person_id in agreement.readers
    given_up = commands.Abandon(
        actor=STAFF, at=AT, convention_id=CONVENTION, amendment=1, reason_code="other", reason="Trop tôt."
    )
    review.abandon(agreement, given_up)
    assert newcomer.person_id not in agreement.readers
    assert newcomer.person_id in agreement.people


def test_an_amendment_changes_only_what_it_names_from_its_day_on() -> None:
    agreement = in_force()
    command = commands.DraftAmendment(
        actor=STAFF,
        at=AT,
        convention_id=CONVENTION,
        subject="Plus de demi-journées",
        changes=Changes(half_day_quota=30, ends_on=date(2029, 1, 31)),
        effect_on=date(2028, 1, 1),
    )
    amendment = course.draft_amendment(agreement, command)
    with pytest.raises(AmendmentUnderWay):
        course.draft_amendment(agreement, command)
    assert agreement.terms_of(1).practice.half_day_quota == 30
    amendment.deed.finish_signing()
    assert agreement.ends_on == date(2029, 1, 31)
    assert agreement.terms_on(date(2027, 12, 31)).practice.half_day_quota == 20
    assert agreement.terms_on(date(2028, 1, 1)).practice.half_day_quota == 30
    assert agreement.terms_on(date(2028, 1, 1)).practice.places == TERMS.practice.places
