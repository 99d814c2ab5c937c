"""Owns the words of the mails about visits, and what stands of a visit in a calendar."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.notifications.domain.exchanges.notices import ExchangeNotice
from services.notifications.domain.exchanges.visits import VisitCopy
from services.notifications.domain.notices import Template
from services.notifications.mail.exchanges.boxes import appointment_of, half_days_in_words
from services.notifications.mail.exchanges.letter import ANSWER_IN, ANY_QUESTION, Letter, Told
from services.notifications.mail.invitation import Entry, Method
from services.notifications.mail.wording import place_in_words
from shared.articles import after_de, counted
from shared.events import conventions as facts

IN_CALENDAR: Final = (
    "L’invitation jointe met ce rendez-vous dans votre agenda.\n\n"
    "Un empêchement ? Prévenez-nous en répondant à ce message."
)
OUT_OF_CALENDAR: Final = f"L’annulation jointe retire ce rendez-vous de votre agenda.\n\n{ANY_QUESTION}"
NOT_TAKING_PLACE: Final = {
    "declined": "Les dates proposées pour cette visite ne conviennent pas.",
    "withdrawn": "Les dates proposées pour cette visite sont retirées : vous n’avez plus à y répondre.",
    "convention_terminated": "Cette visite n’aura pas lieu : la convention est résiliée.",
    "convention_ended": "Cette visite n’aura pas lieu : la convention prend fin avant.",
    "convention_abandoned": "Cette visite n’aura pas lieu : la convention est abandonnée.",
}


def visit_proposed(told: Told[facts.VisitProposed, VisitCopy]) -> Letter:
    """Somebody suggests dates."""
    visit, fact = told.known, told.fact
    who = visit.name_of(fact.proposed_by) or "L’équipe du club"
    return Letter(
        subject=f"Dates proposées : visite, convention {visit.convention_reference}",
        heading="Des dates pour une visite",
        message=f"{who} vous propose ces dates, pour {counted(fact.agents_count, 'agent')}.",
        details=(("Demi-journées", half_days_in_words(fact.slots)),),
        link=told.space,
        after=(f"Acceptez-les ou déclinez-les {ANSWER_IN} : rien n’est réservé d’ici là.\n\n{ANY_QUESTION}"),
    )


def visit_scheduled(told: Told[facts.VisitAppointmentFact, VisitCopy]) -> Letter:
    """A visit has its appointment; told again, later, to who newly comes."""
    visit = told.known
    if told.notice.person_id in visit.agents:
        message = (
            f"Vous intervenez chez {visit.receiving}, selon la convention {visit.convention_reference}. "
            "Votre employeur, dont vous continuez à dépendre, établit votre ordre de mission avant le départ."
        )
    else:
        agents = f"{counted(visit.agents_count, 'agent')} {after_de(visit.offering)}"
        message = f"La visite de {agents} chez {visit.receiving} est programmée."
    return Letter(
        subject=f"Visite programmée : {visit.reference}",
        heading="La visite est programmée",
        message=message,
        details=appointment_of(visit),
        after=IN_CALENDAR,
    )


def visit_rescheduled(told: Told[facts.VisitRescheduled, VisitCopy]) -> Letter:
    """New dates, agents or place."""
    return Letter(
        subject=f"Visite modifiée : {told.known.reference}",
        heading="La visite change",
        message="Les dates, le lieu ou les agents de la visite changent : voici le rendez-vous à jour.",
        details=appointment_of(told.known),
        after=IN_CALENDAR,
        is_warning=True,
    )


def visit_left(told: Told[facts.VisitRescheduled, VisitCopy]) -> Letter:
    """The reader had it in their calendar, and comes no longer."""
    return Letter(
        subject=f"Vous n’êtes plus attendu·e : visite {told.known.reference}",
        heading="Vous n’êtes plus attendu·e à cette visite",
        message="La visite a changé, et vous n’y êtes plus attendu·e.",
        after=OUT_OF_CALENDAR,
        is_warning=True,
    )


def visit_cancelled(told: Told[facts.VisitCancelled, VisitCopy]) -> Letter:
    """It will not take place."""
    visit = told.known
    return Letter(
        subject=f"Visite annulée : {visit.reference or visit.convention_reference}",
        heading="La visite est annulée" if visit.is_scheduled else "Ces dates ne sont pas retenues",
        message=NOT_TAKING_PLACE.get(told.fact.reason_code, "Cette visite n’aura pas lieu."),
        details=appointment_of(visit),
        after=OUT_OF_CALENDAR if told.notice.person_id in visit.invited else ANY_QUESTION,
        is_warning=True,
    )


def visit_confirmation(told: Told[facts.VisitConfirmationAwaited, VisitCopy]) -> Letter:
    """It should have taken place."""
    return Letter(
        subject=f"A-t-elle eu lieu ? Visite {told.known.reference}",
        heading="La visite a-t-elle eu lieu ?",
        message="La visite est passée, et personne ne nous a encore dit si elle a eu lieu.",
        details=appointment_of(told.known),
        link=told.space,
        after=(
            f"Confirmez-la {ANSWER_IN}, avec les agents et les demi-journées tels qu’ils ont été.\n\n"
            "Elle n’a pas eu lieu ? Dites-le-nous en répondant à ce message."
        ),
    )


def calendar_entry(notice: ExchangeNotice, visit: VisitCopy) -> tuple[Method, Entry] | None:
    """What the mail does to the reader's calendar; None where there is nothing of the visit in it."""
    method = _method(notice, visit)
    if method is None or visit.when is None:
        return None
    lines = (
        f"Partage d’expertise : {visit.offering} intervient chez {visit.receiving}",
        f"Demi-journées : {half_days_in_words(visit.slots)}",
        f"Visite {visit.reference}, convention {visit.convention_reference}",
    )
    entry = Entry(
        uid=f"{visit.visit_id}@essaim",
        sequence=getattr(notice.fact, "revision", 0),
        told_at=notice.at,
        when=visit.when,
        title=f"Visite chez {visit.receiving} ({visit.reference})",
        description="\n".join(lines),
        location=place_in_words(visit.place, mode="in_person"),
    )
    return method, entry


def _method(notice: ExchangeNotice, visit: VisitCopy) -> Method | None:
    match notice.template:
        case Template.VISIT_SCHEDULED | Template.VISIT_RESCHEDULED:
            return Method.REQUEST
        case Template.VISIT_LEFT:
            return Method.CANCEL
        case Template.VISIT_CANCELLED if notice.person_id in visit.invited:
            return Method.CANCEL
        case _:
            return None


LETTERS: Final[Mapping[Template, Callable[[Told[Any, Any]], Letter]]] = {
    Template.VISIT_PROPOSED: visit_proposed,
    Template.VISIT_SCHEDULED: visit_scheduled,
    Template.VISIT_RESCHEDULED: visit_rescheduled,
    Template.VISIT_LEFT: visit_left,
    Template.VISIT_CANCELLED: visit_cancelled,
    Template.VISIT_CONFIRMATION: visit_confirmation,
}
