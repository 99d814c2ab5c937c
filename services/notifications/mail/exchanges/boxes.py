"""Owns how an exchange, a convention or a visit is shown in a mail. Does not say what happened to it."""

from collections.abc import Iterable

from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.domain.exchanges.requests import ExchangeRequestCopy
from services.notifications.domain.exchanges.visits import VisitCopy
from services.notifications.domain.typography import one_line
from services.notifications.mail.exchanges.letter import Box, topics_in_words
from services.notifications.mail.wording import place_in_words
from shared.dates import appointment_in_words, day_in_words
from shared.events.conventions import Slot

HALVES = {"morning": "matin", "afternoon": "après-midi"}
LEGAL_FORMS = {
    "partnership": "Convention de partenariat",
    "mise_a_disposition": "Convention de mise à disposition",
}

Row = tuple[str, str]


def box_of(known: ExchangeRequestCopy | ConventionCopy | VisitCopy) -> Box:
    """What a mail is about."""
    match known:
        case ExchangeRequestCopy():
            return Box("Partage d’expertise", topics_in_words(known.topics), _sides(known))
        case ConventionCopy():
            kind = LEGAL_FORMS.get(known.legal_form, "Convention")
            return Box(kind, known.reference, _sides(known))
        case VisitCopy():
            title = known.reference or "Dates à convenir"
            return Box("Visite", title, (*_sides(known), ("Convention", known.convention_reference)))


def appointment_of(visit: VisitCopy) -> tuple[Row, ...]:
    """When and where a visit takes place, as far as it is known."""
    rows = [("Quand", appointment_in_words(visit.when))] if visit.when else []
    rows.append(("Demi-journées", half_days_in_words(visit.slots)))
    if visit.place:
        rows.append(("Où", one_line(place_in_words(visit.place, mode="in_person"))))
    return tuple(rows)


def half_days_in_words(slots: Iterable[Slot]) -> str:
    """`vendredi 12 mars 2027, matin ; lundi 15 mars 2027, après-midi`."""
    return " ; ".join(f"{day_in_words(slot.date)}, {HALVES.get(slot.half, slot.half)}" for slot in slots)


def _sides(known: ExchangeRequestCopy | ConventionCopy | VisitCopy) -> tuple[Row, ...]:
    sides = (
        ("Collectivité bénéficiaire", known.receiving),
        ("Collectivité intervenante", known.offering),
    )
    return tuple((label, name) for label, name in sides if name)
