"""Owns whom each step of a report concerns. Nothing is kept of reports: their facts say all that is told."""

from services.notifications.domain.exchanges.copies import ExchangeCopy
from services.notifications.domain.exchanges.notices import Telling
from services.notifications.domain.exchanges.visits import VisitCopy
from services.notifications.domain.notices import Template
from shared.events import conventions as facts


def told_of_report(fact: facts.ReportFact, matter: ExchangeCopy) -> tuple[Telling, ...]:
    """Whom the fact concerns, beside the team: who hands it in, and at first the agents, who may write it."""
    receiving = (matter.receiving_org,)
    match fact:
        case facts.ReportRequested():
            agents = matter.agents if isinstance(matter, VisitCopy) else ()
            return (Telling(template=Template.REPORT_REQUESTED, people=agents, orgs=receiving),)
        case facts.ReportReminded():
            return (Telling(template=Template.REPORT_REMINDED, orgs=receiving),)
        case facts.ReportReturned():
            return (Telling(template=Template.REPORT_RETURNED, orgs=receiving),)
        case _:
            return ()
