"""Owns the words of the mails about reports: of a visit, and the final one."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.domain.exchanges.visits import VisitCopy
from services.notifications.domain.notices import Template
from services.notifications.mail.exchanges.letter import ANSWER_IN, ANY_QUESTION, Letter, Told
from shared.dates import day_in_words
from shared.events import conventions as facts

WRITE_IT: Final = f"Rédigez-le {ANSWER_IN}.\n\n{ANY_QUESTION}"

Subject = VisitCopy | ConventionCopy


def report_requested(told: Told[facts.ReportRequested, Subject]) -> Letter:
    """A report is due."""
    of_visit = isinstance(told.known, VisitCopy)
    authors = " Les agents qui sont venus peuvent aussi l’écrire." if of_visit else ""
    return Letter(
        subject=f"Bilan à rédiger : {_reference(told.known)}",
        heading=f"{_report(told.known)} est à rédiger",
        message=(
            f"{_report(told.known)} est à rédiger : ce qui a été fait, et ce que cela change, en quelques "
            f"lignes. {told.known.receiving} le remet à l’équipe du club.{authors}"
        ),
        details=(("À remettre avant le", day_in_words(told.fact.due_on)),),
        link=told.space,
        after=WRITE_IT,
    )


def report_reminded(told: Told[facts.ReportReminded, Subject]) -> Letter:
    """A report is still awaited."""
    days = told.fact.days_waiting
    return Letter(
        subject=f"Bilan attendu : {_reference(told.known)}",
        heading=f"{_report(told.known)} est attendu",
        message=f"{_report(told.known)} est attendu depuis {days} jours : quelques lignes suffisent.",
        link=told.space,
        after=WRITE_IT,
    )


def report_returned(told: Told[facts.ReportReturned, Subject]) -> Letter:
    """The team asks for more."""
    return Letter(
        subject=f"Bilan à compléter : {_reference(told.known)}",
        heading=f"{_report(told.known)} est à compléter",
        message=f"{_report(told.known)} est à compléter : l’équipe du club l’a lu, et en demande plus.",
        link=told.space,
        after=f"Lisez sa demande, et complétez-le {ANSWER_IN}.\n\n{ANY_QUESTION}",
        is_warning=True,
    )


def _report(known: Subject) -> str:
    return "Le bilan de la visite" if isinstance(known, VisitCopy) else "Le bilan final"


def _reference(known: Subject) -> str:
    kind = "visite" if isinstance(known, VisitCopy) else "convention"
    return f"{kind} {known.reference}"


LETTERS: Final[Mapping[Template, Callable[[Told[Any, Any]], Letter]]] = {
    Template.REPORT_REQUESTED: report_requested,
    Template.REPORT_REMINDED: report_reminded,
    Template.REPORT_RETURNED: report_returned,
}
