"""Owns the refusals about visits and their reports: code, kind and facts. Raises none."""

from collections.abc import Collection
from uuid import UUID

from shared.articles import counted
from shared.errors import Conflict, Forbidden, Invalid, NotFound

STATES = {
    "proposed": "en attente de réponse",
    "scheduled": "programmée",
    "held": "tenue",
    "not_held": "non tenue",
    "cancelled": "annulée",
    "reported": "tenue, bilan validé",
    "requested": "à rédiger",
    "drafted": "en rédaction",
    "submitted": "remis",
    "validated": "validé",
    "published": "publié",
}


class UnknownVisit(NotFound):
    """No such visit, or not for this actor."""

    code = "unknown_visit"

    def __init__(self) -> None:
        super().__init__("Cette visite n’existe pas.", field="visit_id")


class UnknownReport(NotFound):
    """No such report, or not for this actor."""

    code = "unknown_report"

    def __init__(self) -> None:
        super().__init__("Ce bilan n’existe pas.", field="report_id")


class InvalidPlan(Invalid):
    """A plan, or an outcome, that cannot be; `field` names the culprit."""

    code = "invalid_plan"


class InvalidRunSheet(Invalid):
    """A run sheet that does not fit the visit."""

    code = "invalid_run_sheet"


class UnknownAgent(Invalid):
    """Somebody of whom the directory does not say that they work for the offering organisation."""

    code = "unknown_agent"

    def __init__(self, agents: Collection[UUID]) -> None:
        super().__init__(
            "Cette personne n’est pas connue parmi les agents de la collectivité intervenante.",
            field="slots",
            agents=sorted(map(str, agents)),
        )


class VisitStateRefuses(Conflict):
    """The visit's state does not allow it."""

    code = "visit_state"

    def __init__(self, state: str) -> None:
        super().__init__(f"La visite est {STATES[state]}\u00a0: cela n’est pas possible.", state=state)


class ReportStateRefuses(Conflict):
    """The report's state does not allow it."""

    code = "report_state"

    def __init__(self, state: str) -> None:
        super().__init__(f"Le bilan est {STATES[state]}\u00a0: cela n’est pas possible.", state=state)


class ConventionNotReady(Conflict):
    """The convention does not allow visits, or not yet, or not any more."""

    code = "convention_not_ready"

    def __init__(self, sentence: str, *, state: str) -> None:
        super().__init__(sentence, state=state)


class OutsideConvention(Conflict):
    """A half-day lies outside the convention's period."""

    code = "outside_convention"

    def __init__(self) -> None:
        super().__init__("Une demi-journée tombe hors de la période de la convention.", field="slots")


class QuotaExceeded(Conflict):
    """A calendar year has not so many half-days left."""

    code = "half_day_quota_exceeded"

    def __init__(self, *, year: int, quota: int, left: int) -> None:
        sentence = f"En {year}, il reste {counted(left, 'demi-journée')} sur les {quota} de la convention."
        super().__init__(sentence, field="slots", year=year, quota=quota, left=left)


class AgentsBooked(Conflict):
    """Some agents are expected elsewhere on one of these half-days."""

    code = "agents_booked"

    def __init__(self, agents: Collection[UUID]) -> None:
        super().__init__(
            "Un agent est déjà attendu ailleurs sur l’une de ces demi-journées.",
            field="slots",
            agents=sorted(map(str, agents)),
        )


class AgentsNotNamed(Conflict):
    """A mise à disposition is for the agents whom it names, each with an agreement of their own."""

    code = "agents_not_named"

    def __init__(self, agents: Collection[UUID]) -> None:
        super().__init__(
            "Cette convention ne nomme pas cet agent\u00a0: il faut d’abord un avenant, avec son accord.",
            field="slots",
            agents=sorted(map(str, agents)),
        )


class OwnProposal(Forbidden):
    """The other party answers a proposal, or the team."""

    code = "own_proposal"

    def __init__(self) -> None:
        super().__init__("C’est à l’autre collectivité de répondre à ces dates.")


class NoticeTooShort(Conflict):
    """A referent moves a visit later than the convention lets them; the team may."""

    code = "notice_too_short"

    def __init__(self, days: int) -> None:
        super().__init__(
            f"La convention demande {counted(days, 'jour')} de préavis pour déplacer une date\u00a0: "
            "appelez l’équipe.",
            days=days,
        )


class VisitStarted(Conflict):
    """It has begun: it can only be confirmed now."""

    code = "visit_started"

    def __init__(self) -> None:
        super().__init__("La visite a commencé.")


class VisitNotOver(Conflict):
    """Its last half-day is still to come."""

    code = "visit_not_over"

    def __init__(self) -> None:
        super().__init__("La dernière demi-journée n’est pas passée.")


class AgreementMissing(Conflict):
    """A report is published once both organisations agree."""

    code = "agreement_missing"

    def __init__(self) -> None:
        super().__init__("Les deux collectivités doivent accepter la publication.")


class ReportsMissing(Conflict):
    """The convention cannot be closed while a visit has no validated report."""

    code = "reports_missing"

    def __init__(self, count: int) -> None:
        super().__init__(f"Il manque {counted(count, 'bilan', 'validé')}.", count=count)
