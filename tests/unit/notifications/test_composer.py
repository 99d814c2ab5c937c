"""Specifies the whole mail: what is in it, under which headers, the same bytes each time."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.domain.copies import ClubEventCopy, ClubEventState, Contact
from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.notices import Template, notice_of_reminder
from services.notifications.domain.reminders import reminders_of
from services.notifications.domain.seats import seat_after
from services.notifications.personal_data import TEMPLATES
from shared.events.registration import RegistrationFact
from shared.smtp import MailRefused
from tests.unit.notifications.given import (
    CANCELLED,
    CLUB_EVENT,
    COMPOSER,
    CONFIRMED,
    MORNING,
    NOW,
    POLITICAL_MORNING,
    WAITLISTED,
    ZOE,
    event_of,
    queued,
)

ONLINE = CONFIRMED.model_copy(update={"mode": "online"})
HEADERS = {
    "Message-ID",
    "Date",
    "From",
    "To",
    "Auto-Submitted",
    "Subject",
    "MIME-Version",
    "Content-Type",
    "Content-Language",
}


def arrived(
    delivery: EmailDelivery, contact: Contact = ZOE, club_event: ClubEventCopy = POLITICAL_MORNING
) -> EmailMessage:
    """The mail, as who receives its bytes reads it."""
    message = COMPOSER.compose(delivery, contact=contact, known=club_event)
    return message_from_bytes(message.as_bytes(), EmailMessage, policy=modern)


def text_of(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize(
    ("fact", "subject", "sentence"),
    [
        (CONFIRMED, "Inscription confirmée\u00a0: ", "votre inscription est confirmée"),
        (WAITLISTED, "Liste d’attente\u00a0: ", "en 12e position"),
        (CANCELLED, "Inscription annulée\u00a0: ", "Comme vous l’avez demandé"),
    ],
)
def test_text_and_html_say_the_same(fact: RegistrationFact, subject: str, sentence: str) -> None:
    message = arrived(queued(fact))
    assert message["Subject"] == f"{subject}Quelle légumerie pour demain\u202f?"
    for kind in ("plain", "html"):
        text = text_of(message, kind)
        assert sentence in text
        assert "Zoé Lefèvre" in text
        assert "vendredi 12 mars 2027, de 9\u00a0h\u00a030 à 12\u00a0h" in text


def test_headers_name_the_mail_and_forbid_automatic_answers() -> None:
    delivery = queued()
    message = arrived(delivery)
    assert set(message.keys()) == HEADERS
    assert message["Message-ID"] == f"<{delivery.id}@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert message["Date"].datetime == delivery.notice.at
    assert message["To"].addresses[0].addr_spec == "zoe@example.org"


@pytest.mark.parametrize(("fact", "method"), [(ONLINE, "REQUEST"), (CANCELLED, "CANCEL")])
def test_invitation_is_an_alternative_and_a_file(fact: RegistrationFact, method: str) -> None:
    message = arrived(queued(fact))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    *_, alternative, attachment = message.walk()
    assert alternative["Content-Type"].params["method"] == method
    assert attachment.get_filename() == "invitation.ics"
    assert alternative.get_payload(decode=True) == attachment.get_payload(decode=True)
    assert f"METHOD:{method}\r\n".encode() in attachment.get_content()


def test_who_waits_is_invited_to_nothing_yet() -> None:
    parts = arrived(queued(WAITLISTED)).walk()
    assert [part.get_content_type() for part in parts] == ["multipart/alternative", "text/plain", "text/html"]


def test_who_comes_online_is_told_of_the_link() -> None:
    assert "lien de connexion" in text_of(arrived(queued(ONLINE)), "plain")
    assert "lien de connexion" not in text_of(arrived(queued()), "plain")


def test_who_comes_in_person_gets_the_code_to_show_at_the_door() -> None:
    message = arrived(queued())
    *_, picture = message.iter_attachments()
    assert (picture.get_filename(), picture.get_content_type()) == ("code-accueil.png", "image/png")
    assert picture.get_content().startswith(b"\x89PNG")
    assert "montrez à l’accueil le code joint" in text_of(message, "plain")


def test_a_reminder_has_what_the_person_needs_on_the_day() -> None:
    [reminder, _] = reminders_of(CLUB_EVENT, MORNING, days_before=(7, 1), after=NOW)
    linked = replace(POLITICAL_MORNING, online_link="https://example.org/salle")
    for fact, needed in ((CONFIRMED, "montrez le code joint"), (ONLINE, "https://example.org/salle")):
        notice = notice_of_reminder(reminder, seat_after(event_of(fact)))
        message = arrived(EmailDelivery.of(reminder.id, notice, at=NOW), ZOE, linked)
        assert message["Subject"] == "Rappel\u00a0: Quelle légumerie pour demain\u202f?"
        for kind in ("plain", "html"):
            assert needed in text_of(message, kind)
        assert [part.get_filename() for part in message.iter_attachments()] == (
            ["code-accueil.png"] if fact is CONFIRMED else []
        )


def test_people_read_in_french_which_mails_they_were_sent() -> None:
    assert set(Template) <= set(TEMPLATES)


def test_reason_of_a_gathering_given_up_is_told() -> None:
    fact = CANCELLED.model_copy(update={"reason_code": "club_event_cancelled"})
    given_up = replace(POLITICAL_MORNING, cancellation_reason="la salle est inondée.")
    text = text_of(arrived(queued(fact), club_event=given_up), "plain")
    assert "désolés. Motif\u00a0: la salle est inondée." in text.splitlines()[2]


@pytest.mark.parametrize("fact", [CONFIRMED, WAITLISTED])
def test_who_learns_of_their_place_once_the_gathering_is_put_off_reads_that_too(
    fact: RegistrationFact,
) -> None:
    """They were not known yet when everybody else was told."""
    put_off = replace(
        POLITICAL_MORNING, state=ClubEventState.POSTPONED, cancellation_reason="la salle est inondée."
    )
    message = arrived(queued(fact), club_event=put_off)
    for kind in ("plain", "html"):
        assert "la rencontre a été reportée (la salle est inondée)" in text_of(message, kind)
        assert "à votre agenda" not in text_of(message, kind)
    assert "text/calendar" not in [part.get_content_type() for part in message.walk()]
    assert "a été reportée" not in text_of(arrived(queued(fact)), "plain")


def test_every_part_that_is_text_travels_as_quoted_printable() -> None:
    """At a server without 8BITMIME, parts of another kind are written anew on the way."""
    parts = [part for part in arrived(queued(ONLINE)).walk() if part.get_content_maintype() == "text"]
    assert len(parts) == 3
    assert {part["Content-Transfer-Encoding"] for part in parts} == {"quoted-printable"}


@pytest.mark.parametrize("fact", [CONFIRMED, WAITLISTED, CANCELLED])
def test_same_delivery_gives_the_same_bytes(fact: RegistrationFact) -> None:
    delivery = queued(fact)
    first, second = (
        COMPOSER.compose(delivery, contact=ZOE, known=POLITICAL_MORNING).as_bytes() for _ in range(2)
    )
    assert first == second


@given(text=st.text())
@settings(deadline=None)  # other work on the machine is no fault of the text
def test_text_from_outside_stays_text(text: str) -> None:
    club_event = replace(POLITICAL_MORNING, title=f"{text}\r\nBcc: eve@example.org\r\n\r\n<b>{text}")
    message = arrived(
        queued(), replace(ZOE, given_name=text, family_name="\r\nBcc: eve@example.org"), club_event
    )
    assert set(message.keys()) == HEADERS
    assert [address.addr_spec for address in message["To"].addresses] == ["zoe@example.org"]
    assert "<b>" not in text_of(message, "html")


@pytest.mark.parametrize(
    "email", ["", "zoe", "zoe@", "zoe@a@b", "zoé@example.org", "a\r\nBcc: eve@example.org", "a,b@example.org"]
)
def test_address_that_no_mail_reaches_is_refused(email: str) -> None:
    with pytest.raises(MailRefused):
        COMPOSER.compose(queued(), contact=replace(ZOE, email=email), known=POLITICAL_MORNING)
