"""Specifies which fact makes which mail, and under which identity."""

from dataclasses import replace
from uuid import uuid4

import pytest

from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.notices import Template, notice_of
from shared.events.envelope import Envelope, by_type, parse
from shared.events.registration import REGISTRATION_CONTRACTS, RegistrationFact
from tests.unit.notifications.given import CANCELLED, CONFIRMED, NOW, WAITLISTED, event_of


@pytest.mark.parametrize(
    ("fact", "template"),
    [
        (CONFIRMED, Template.CONFIRMED),
        (WAITLISTED, Template.WAITLISTED),
        (CANCELLED, Template.CANCELLED),
    ],
)
def test_each_fact_has_its_mail(fact: RegistrationFact, template: Template) -> None:
    notice = notice_of(event_of(fact, sequence=4))
    assert (notice.template, notice.sequence, notice.at) == (template, 4, NOW)
    assert (notice.person_id, notice.registration_id) == (fact.person_id, fact.registration_id)


def test_mail_tells_what_its_fact_tells() -> None:
    assert notice_of(event_of(CONFIRMED)).mode == "in_person"
    assert notice_of(event_of(WAITLISTED)).position == 12
    assert notice_of(event_of(CANCELLED)).reason_code == "by_person"


def mail_of(event: Envelope[RegistrationFact]) -> EmailDelivery:
    return EmailDelivery.of(event.id, notice_of(event), at=NOW)


def test_event_that_comes_twice_is_one_mail() -> None:
    event = event_of(CONFIRMED)
    again = parse(event.to_bytes(), by_type(REGISTRATION_CONTRACTS))
    assert mail_of(event).id == mail_of(again).id


def test_two_events_are_two_mails() -> None:
    assert mail_of(event_of(CONFIRMED)).id != mail_of(event_of(CONFIRMED)).id


def test_one_event_is_a_mail_of_its_own_for_each_person() -> None:
    event = event_of(CONFIRMED)
    other = replace(notice_of(event), person_id=uuid4())
    assert EmailDelivery.of(event.id, other, at=NOW).id != mail_of(event).id
