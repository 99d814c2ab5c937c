"""Owns what a mail tells of an exchange, its agreement and its visits, and to whom. Words and sends none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.notifications.domain.notices import About, Matter, Notice, Template
from shared.events import conventions as facts

ExchangeFact = (
    facts.ExchangeRequestFact
    | facts.ConventionFact
    | facts.VisitFact
    | facts.HalfDayQuotaReached
    | facts.ReportFact
)
EXCHANGE_CONTRACTS: Final[tuple[type[ExchangeFact], ...]] = (
    *facts.EXCHANGE_REQUEST_CONTRACTS,
    *facts.CONVENTION_CONTRACTS,
    *facts.VISIT_CONTRACTS,
    facts.HalfDayQuotaReached,
    *facts.REPORT_CONTRACTS,
)
TOLD: Final[Mapping[Template, str]] = {
    Template.EXCHANGE_QUALIFIED: "demande d’échange prise en charge",
    Template.EXCHANGE_DECLINED: "demande d’échange refusée",
    Template.MATCH_PROPOSED: "mise en relation proposée",
    Template.MATCH_REMINDED: "mise en relation, réponse attendue",
    Template.MATCH_DECLINED: "mise en relation sans suite",
    Template.MATCH_ACCEPTED: "mise en relation acceptée",
    Template.EXCHANGE_FULFILLED: "échange terminé",
    Template.REVIEW_REQUESTED: "convention à relire",
    Template.CHANGE_ASKED: "convention à revoir",
    Template.SIGNATURE_REQUESTED: "signature demandée",
    Template.SIGNATURE_CODE: "code de signature",
    Template.SIGNATORY_NEEDED: "signataire à désigner",
    Template.SIGNATURE_REFUSED: "signature refusée",
    Template.SIGNING_EXPIRED: "délai de signature passé",
    Template.AMENDMENT_REVIEW_REQUESTED: "avenant à relire",
    Template.AMENDMENT_CHANGE_ASKED: "avenant à revoir",
    Template.AMENDMENT_REFUSED: "signature d’un avenant refusée",
    Template.AMENDMENT_EXPIRED: "délai de signature d’un avenant passé",
    Template.AMENDMENT_ABANDONED: "avenant abandonné",
    Template.CONVENTION_SIGNED: "convention signée",
    Template.AMENDMENT_SIGNED: "avenant signé",
    Template.CONVENTION_IN_FORCE: "convention en vigueur",
    Template.CONVENTION_END_NEAR: "fin de convention proche",
    Template.CONVENTION_ENDED: "convention arrivée à son terme",
    Template.CONVENTION_TERMINATED: "convention résiliée",
    Template.CONVENTION_ABANDONED: "convention abandonnée",
    Template.QUOTA_REACHED: "demi-journées épuisées",
    Template.VISIT_PROPOSED: "visite proposée",
    Template.VISIT_SCHEDULED: "visite programmée",
    Template.VISIT_RESCHEDULED: "visite modifiée",
    Template.VISIT_LEFT: "visite à laquelle la personne n’est plus attendue",
    Template.VISIT_CANCELLED: "visite annulée",
    Template.VISIT_CONFIRMATION: "visite à confirmer",
    Template.REPORT_REQUESTED: "bilan demandé",
    Template.REPORT_REMINDED: "bilan attendu",
    Template.REPORT_RETURNED: "bilan à compléter",
}
"""What these mails are called, by the team and by who asks what is held of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeNotice(Notice):
    """What one mail tells of a fact, which carries ids alone."""

    org: UUID | None
    """The organisation whose referent is told; None for who is told in person."""
    fact: ExchangeFact

    @property
    def about(self) -> About:
        """What the fact happened to, or for."""
        return about(self.fact)

    @property
    def is_urgent(self) -> bool:
        """A code is awaited by somebody who is signing."""
        return isinstance(self.fact, facts.ConventionSignatureCodeIssued)

    @property
    def useless_from(self) -> datetime | None:
        """A code is void soon."""
        return self.fact.expires_at if isinstance(self.fact, facts.ConventionSignatureCodeIssued) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One mail that a fact calls for: to some people, and to whoever is referent of some organisations."""

    template: Template
    people: tuple[UUID, ...] = ()
    orgs: tuple[UUID, ...] = ()


def about(fact: ExchangeFact) -> About:
    """What is known here of the thing that the fact happened to, or for."""
    match fact:
        case facts.ExchangeRequestFact():
            return About(Matter.EXCHANGE_REQUEST, fact.exchange_request_id)
        case facts.VisitFact():
            return About(Matter.VISIT, fact.visit_id)
        case facts.ReportFact() if fact.visit_id is not None:
            return About(Matter.VISIT, fact.visit_id)
        case _:
            return About(Matter.CONVENTION, fact.convention_id)
