"""Specifies what the staff reads of each fact."""

from datetime import date
from uuid import uuid4

import pytest

from services.notifications.domain.programme_lines import line_of_opening
from services.notifications.domain.staff_feed import (
    line_of,
    line_of_bounce,
    line_of_consent,
    line_of_late_erasure,
)
from shared.events.directory import ConsentChanged, ErasureOverdue
from shared.events.notifications import EmailBounced
from shared.events.registration import OpeningDropped, RegistrationFact
from tests.unit.notifications.given import (
    CANCELLED,
    CLUB_EVENT,
    CONFIRMED,
    NOW,
    PERSON,
    POLITICAL_MORNING,
    REGISTRATION,
    WAITLISTED,
    ZOE,
    event_of,
)

WHOM = "\u00a0: Zoé Lefèvre, «\u00a0Quelle légumerie pour demain\u202f?\u00a0»."


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (CONFIRMED, f"Inscription confirmée, en présence{WHOM}"),
        (WAITLISTED, f"Liste d’attente, en visio, rang 12{WHOM}"),
        (CANCELLED, f"Inscription annulée à sa demande{WHOM}"),
    ],
)
def test_line_says_what_happened_to_whom_and_where(fact: RegistrationFact, text: str) -> None:
    line = line_of(event_of(fact), contact=ZOE, club_event=POLITICAL_MORNING)
    assert (line.text, line.code) == (text, type(fact).__name__)


def test_bounced_mail_names_the_person_and_leads_to_their_mails() -> None:
    bounced = EmailBounced(delivery_id=uuid4(), person_id=PERSON, hard=True)
    line = line_of_bounce(event_of(bounced), contact=ZOE)
    assert line.text == "Courriel non remis, adresse à vérifier\u00a0: Zoé Lefèvre."
    assert line.link == f"/deliveries?person_id={PERSON}"


@pytest.mark.parametrize(("granted", "change"), [(True, "donné"), (False, "retiré")])
def test_consent_says_what_it_is_about(granted: bool, change: str) -> None:
    changed = ConsentChanged(person_id=PERSON, purpose="photos", granted=granted, wording_version=1)
    line = line_of_consent(event_of(changed), contact=ZOE)
    assert line.text == f"Consentement {change}, photos et films\u00a0: Zoé Lefèvre."
    assert line.link == f"/people/{PERSON}/consents"


def test_late_erasure_names_the_services_and_nobody() -> None:
    overdue = ErasureOverdue(
        person_id=PERSON, missing=("conventions", "registration"), deadline=date(2027, 4, 1)
    )
    line = line_of_late_erasure(event_of(overdue))
    assert "avant le 01/04/2027, sans confirmation de\u00a0: conventions, registration." in line.text
    assert line.person_id is None
    assert line.link == f"/people/{PERSON}/erasure"


def test_opening_that_cannot_be_says_of_which_gathering_and_why() -> None:
    reason = "Cet évènement a déjà commencé."
    dropped = OpeningDropped(club_event_id=CLUB_EVENT, opens_at=NOW, reason=reason)
    line = line_of_opening(event_of(dropped), club_event=POLITICAL_MORNING)
    assert line.text.startswith("Ouverture programmée abandonnée, à reprendre à la main\u00a0: «")
    assert line.text.endswith(f"légumerie pour demain\u202f?\u00a0». {reason}")
    assert line.link == f"/club-events/{CLUB_EVENT}"


def test_line_leads_to_what_it_is_about() -> None:
    line = line_of(event_of(CONFIRMED), contact=ZOE, club_event=POLITICAL_MORNING)
    assert line.link == f"/club-events/{CLUB_EVENT}/registrations/{REGISTRATION}"
    assert line.subject == f"registration/{REGISTRATION}"
    assert line.person_id == PERSON


def test_event_that_comes_twice_is_one_line() -> None:
    event = event_of(CONFIRMED)
    first, second = (line_of(event, contact=ZOE, club_event=POLITICAL_MORNING) for _ in range(2))
    assert first == second
