"""A mail is answered by the links in it: each does one thing, for the person whom the mail was sent to."""

from dataclasses import replace

import pytest

from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.notices import Template, notice_of, notice_of_invitation
from services.notifications.handlers.invitations import send_invitation, show_declined_invitation
from shared.events.registration import InvitationDeclined, InvitationWithdrawn, RegistrationFact
from shared.security.links import Purpose, parted
from tests.fakes.notifications import InMemoryNotifications
from tests.unit.notifications.given import (
    CANCELLED,
    CLUB_EVENT,
    COMPOSER,
    CONFIRMED,
    INVITATION,
    INVITED,
    LINKS,
    NOW,
    ORG,
    PERSON,
    POLITICAL_MORNING,
    REGISTRATION,
    WAITLISTED,
    ZOE,
    event_of,
    later,
    queued,
)

IDS = {"invitation_id": INVITATION, "club_event_id": CLUB_EVENT, "person_id": PERSON, "org": ORG}


def texts_of(delivery: EmailDelivery) -> tuple[str, str]:
    message = COMPOSER.compose(delivery, contact=ZOE, known=POLITICAL_MORNING)
    bodies = [message.get_body((kind,)) for kind in ("plain", "html")]
    plain, html = (str(body.get_content()) for body in bodies if body is not None)
    return plain, html


@pytest.mark.parametrize("fact", [CONFIRMED, WAITLISTED])
def test_who_has_a_place_can_give_it_back_by_a_link(fact: RegistrationFact) -> None:
    link = LINKS.of(notice_of(event_of(fact)), POLITICAL_MORNING)["cancel"]
    for text in texts_of(queued(fact)):
        assert link in text
    signed = link.split("/")[-2]
    for at in (NOW, later(days=300)):
        assert parted(LINKS.signer.verify(Purpose.SEAT, signed, at=at)) == (REGISTRATION, PERSON)


def test_who_has_nothing_left_has_nothing_to_give_back() -> None:
    assert LINKS.of(notice_of(event_of(CANCELLED)), POLITICAL_MORNING) == {}


@pytest.mark.parametrize(
    ("mode", "answers"),
    [
        ("in_person", ["in_person", "decline"]),
        ("online", ["online", "decline"]),
        ("hybrid", ["in_person", "online", "decline"]),
    ],
)
def test_a_guest_says_by_a_link_how_they_come_or_that_they_do_not(mode: str, answers: list[str]) -> None:
    notice = notice_of_invitation(event_of(INVITED))
    links = LINKS.of(notice, replace(POLITICAL_MORNING, mode=mode))
    assert list(links) == answers
    signed = links["decline"].split("/")[-3]
    assert LINKS.signer.verify(Purpose.INVITATION, signed, at=later(days=300)) == str(INVITATION)


async def test_a_guest_is_told_once_known_and_staff_learns_who_will_not_come() -> None:
    store = InMemoryNotifications(NOW)
    store.keep_contact(ZOE)
    store.keep_club_event(POLITICAL_MORNING)
    await send_invitation(event_of(INVITED), store)
    await send_invitation(event_of(InvitationWithdrawn(**IDS), sequence=2), store)
    invited, withdrawn = await store.of_person(PERSON, after=None, limit=10)
    told = {invited.notice.template, withdrawn.notice.template}
    assert told == {Template.INVITED, Template.INVITATION_WITHDRAWN}
    for delivery in (invited, withdrawn):
        for text in texts_of(delivery):
            assert POLITICAL_MORNING.title.split()[0] in text
            assert "votre inscription" not in text
    await show_declined_invitation(event_of(InvitationDeclined(**IDS), sequence=2), store)
    [entry] = await store.after(0, limit=10)
    assert entry.line.text.startswith("Invitation déclinée\u00a0: Zoé Lefèvre")
