"""What the papers of a gathering say of whom."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from services.registration.documents.papers import badges_pdf, certificate_pdf, qr_code, sign_in_sheet_pdf
from services.registration.domain.club_event import ClubEvent
from services.registration.domain.guests import Guest
from services.registration.domain.names import PersonName
from services.registration.domain.registrations import Registration
from services.registration.domain.schedule import appointment
from services.registration.domain.sessions import Session
from shared.documents.association import Association
from tests.pdf_text import text_of
from tests.unit.registration.given import CONFERENCE, IN_PERSON, MORNING, NOON, NOW, WORKSHOP, announced

ASSOCIATION = Association()
assert WORKSHOP.when is not None
SESSION = Session(id=uuid4(), title="Atelier #1 *gras*", when=WORKSHOP.when, capacity=5)
OTHER = replace(SESSION, id=uuid4(), title="Visite")
MEETING = announced(replace(CONFERENCE, sessions=(SESSION, OTHER)))


def guest(club_event: ClubEvent, number: int = 1, *, organisation: str = "Manduel") -> Guest:
    registration = Registration(
        id=uuid4(),
        club_event_id=club_event.id,
        person_id=uuid4(),
        org=uuid4(),
        mode=IN_PERSON,
        role="technical",
        requested_at=NOW,
        came_at=NOW,
        came_to=(SESSION.id,),
    )
    return Guest(registration, PersonName("Noé", f"Œuvrard {number}"), "", organisation, "30")


async def test_certificate_names_the_person_the_gathering_and_the_sessions_attended() -> None:
    text = text_of(await certificate_pdf(MEETING, guest(MEETING), association=ASSOCIATION))
    for shown in ("Noé Œuvrard 1", "Manduel", CONFERENCE.title, "Salle Leprun", "Atelier #1 *gras*"):
        assert shown in text
    assert "Visite" not in text


async def test_certificate_is_the_same_each_time_it_is_asked_for() -> None:
    one = guest(MEETING)
    first = await certificate_pdf(MEETING, one, association=ASSOCIATION)
    assert first == await certificate_pdf(MEETING, one, association=ASSOCIATION)


async def test_ten_badges_stand_on_a_sheet() -> None:
    guests = [guest(MEETING, number) for number in range(11)]
    pdf = await badges_pdf(MEETING, guests, code_of=lambda one: str(one.name), association=ASSOCIATION)
    assert b"/Type/Pages/Count 2/" in pdf
    text = text_of(pdf)
    assert [number for number in range(11) if f"Œuvrard {number}\n" in text] == list(range(11))
    assert (text.count("Manduel"), text.count("Technicien·ne")) == (11, 11)


async def test_badges_and_sheets_of_nobody_are_papers_all_the_same() -> None:
    assert await badges_pdf(MEETING, [], code_of=str, association=ASSOCIATION)
    assert await sign_in_sheet_pdf(MEETING, [], association=ASSOCIATION)


async def test_sign_in_sheet_has_a_line_for_each_and_a_column_for_each_day() -> None:
    days = appointment(MORNING, NOON + timedelta(days=1), timezone="Europe/Paris")
    two_days = announced(replace(CONFERENCE, when=days))
    text = text_of(
        await sign_in_sheet_pdf(two_days, [guest(two_days, 1), guest(two_days, 2)], association=ASSOCIATION)
    )
    assert "Œuvrard 1 Noé" in text
    assert "Œuvrard 2 Noé" in text
    assert text.count("Signature,") == 2


async def test_sheet_of_a_session_names_it() -> None:
    sheet = await sign_in_sheet_pdf(MEETING, [guest(MEETING)], session=OTHER, association=ASSOCIATION)
    assert "Visite" in text_of(sheet)


def test_qr_code_is_a_picture_that_a_page_can_hold() -> None:
    assert qr_code("CODE").startswith("<svg ")
