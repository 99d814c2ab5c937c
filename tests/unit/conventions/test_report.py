"""Checks a report's states, who may do what, and its reminders, without a server."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.conventions.domain.commands import reports as commands
from services.conventions.domain.commands.visits import ConfirmVisit
from services.conventions.domain.errors.rights import NotYourOrganisation, StaffOnly
from services.conventions.domain.errors.visits import AgreementMissing, ReportStateRefuses
from services.conventions.domain.visits.account import Account
from services.conventions.domain.visits.report import Report, ReportState
from services.conventions.domain.visits.slots import Half
from shared.commands import Actor
from shared.events import conventions as told
from tests.unit.conventions.given import MANDUEL, id_of
from tests.unit.conventions.given_agreement import CONVENTION, MOUANS, STAFF, in_force, referent_of
from tests.unit.conventions.given_visit import (
    AFTERWARDS,
    CHEF,
    DAY,
    OFFERING_REFERENT,
    REFERENT,
    held,
    plan,
    scheduled,
    slot,
)
from tests.unit.conventions.given_visit import about as visit_about

REPORT = id_of("report")
ACCOUNT = Account(done="Deux jours en cuisine.", results="Moins de restes.", satisfaction=5)


def requested() -> Report:
    return Report.on_visit(held(), in_force(), report_id=REPORT, at=AFTERWARDS)


def about(actor: Actor = STAFF) -> dict[str, Any]:
    return {"actor": actor, "at": AFTERWARDS, "convention_id": CONVENTION, "report_id": REPORT}


def submitted() -> Report:
    report = requested()
    report.write(commands.WriteReport(**about(REFERENT), account=ACCOUNT))
    report.submit(commands.SubmitReport(**about(REFERENT)))
    return report


def validated() -> Report:
    report = submitted()
    report.validate(commands.ValidateReport(**about()))
    return report


def agreement_of(org: Any, *, agreed: bool = True) -> commands.AgreeToPublish:
    return commands.AgreeToPublish(**about(referent_of(org)), org=org, agreed=agreed)


def test_it_says_to_whom_it_falls_and_until_when() -> None:
    (event,) = requested().tell_requested()
    assert isinstance(event, told.ReportRequested)
    assert (event.receiving_org, event.due_on) == (MANDUEL, AFTERWARDS.date() + timedelta(days=30))


def test_an_agent_writes_and_the_receiving_referent_hands_it_in() -> None:
    report = requested()
    report.write(commands.WriteReport(**about(Actor(CHEF)), account=ACCOUNT))
    with pytest.raises(NotYourOrganisation):
        report.submit(commands.SubmitReport(**about(OFFERING_REFERENT)))
    (event,) = report.submit(commands.SubmitReport(**about(REFERENT)))
    assert isinstance(event, told.ReportSubmitted)
    with pytest.raises(ReportStateRefuses):
        report.write(commands.WriteReport(**about(Actor(CHEF)), account=ACCOUNT))
    with pytest.raises(NotYourOrganisation):
        requested().write(commands.WriteReport(**about(Actor(id_of("stranger"))), account=ACCOUNT))


def test_the_agents_who_really_came_write_it() -> None:
    agreement, stand_in = in_force(), id_of("stand-in")
    visit = scheduled(agreement, wanted=plan(slot(DAY, Half.MORNING, CHEF)))
    really = (slot(DAY, Half.MORNING, stand_in),)
    visit.confirm(ConfirmVisit(**visit_about(at=AFTERWARDS), slots=really, participants_count=6), agreement)
    report = Report.on_visit(visit, agreement, report_id=REPORT, at=AFTERWARDS)
    assert report.may_write(Actor(person_id=stand_in))
    assert not report.may_write(Actor(person_id=CHEF))


def test_what_is_not_written_is_not_handed_in() -> None:
    with pytest.raises(ReportStateRefuses):
        requested().submit(commands.SubmitReport(**about(REFERENT)))


def test_the_team_sends_back_or_agrees() -> None:
    report = submitted()
    with pytest.raises(StaffOnly):
        report.validate(commands.ValidateReport(**about(REFERENT)))
    (returned,) = report.send_back(commands.ReturnReport(**about(), comment="Précisez les résultats."))
    assert isinstance(returned, told.ReportReturned)
    assert (report.state, report.returned_because) == (ReportState.DRAFTED, "Précisez les résultats.")
    report.submit(commands.SubmitReport(**about(REFERENT)))
    (event,) = report.validate(commands.ValidateReport(**about()))
    assert isinstance(event, told.ReportValidated)
    assert report.is_validated


def test_it_is_published_once_both_organisations_agree() -> None:
    report, publish = validated(), commands.PublishReport(**about(), url="https://example.org/bilan")
    report.agree_to_publish(agreement_of(MANDUEL))
    with pytest.raises(AgreementMissing):
        report.publish(publish)
    report.agree_to_publish(agreement_of(MOUANS))
    report.agree_to_publish(agreement_of(MANDUEL, agreed=False))
    with pytest.raises(AgreementMissing):
        report.publish(publish)
    report.agree_to_publish(agreement_of(MANDUEL))
    (event,) = report.publish(publish)
    assert isinstance(event, told.ReportPublished)
    assert event.topics == report.topics
    with pytest.raises(ReportStateRefuses):
        report.agree_to_publish(agreement_of(MANDUEL, agreed=False))


def test_nobody_agrees_in_the_place_of_an_organisation() -> None:
    for command in (replace(agreement_of(MANDUEL), actor=STAFF), agreement_of(id_of("Barjac"))):
        with pytest.raises(NotYourOrganisation):
            validated().agree_to_publish(command)


def test_reminders_come_three_times_once_each() -> None:
    report, days = requested(), []
    for day in range(90):
        for event in report.watch(AFTERWARDS + timedelta(days=day)):
            assert isinstance(event, told.ReportReminded)
            days.append(event.days_waiting)
    assert days == [7, 21, 45]
    assert submitted().due_at is None


def test_reminders_that_were_missed_come_as_one() -> None:
    (event,) = requested().watch(AFTERWARDS + timedelta(days=30))
    assert isinstance(event, told.ReportReminded)
    assert event.days_waiting == 21


def test_the_final_report_is_on_the_whole_exchange() -> None:
    report = Report.on_exchange(in_force(), report_id=REPORT, at=AFTERWARDS)
    assert (report.visit_id, report.parties) == (None, frozenset({MANDUEL, MOUANS}))
