"""Owns what the staff reads of exchanges, conventions, visits and reports. Names no person, keeps nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from services.notifications.domain.exchanges.copies import ExchangeCopy
from services.notifications.domain.exchanges.notices import TOLD, ExchangeFact
from services.notifications.domain.notices import Template
from services.notifications.domain.staff_feed import FeedLine, line_about
from shared.events import conventions as facts
from shared.events.envelope import Envelope
from shared.events.topics import TOPICS

LINES: Final[Mapping[type[ExchangeFact], str]] = {
    facts.ExchangeRequested: "Demande d’échange à étudier : {receiving} ({topics}).",
    facts.ExchangeRequestQualified: "Demande d’échange prise en charge : {receiving} ({topics}).",
    facts.ExchangeRequestDeclined: "Demande d’échange refusée, {reason} : {receiving}.",
    facts.ExchangeRequestWithdrawn: "Demande d’échange retirée, {reason} : {receiving}.",
    facts.ExchangeRequestReopened: "Demande d’échange à reprendre, {reason} : {receiving} ({topics}).",
    facts.MatchDeclined: "Mise en relation sans suite, {reason} : {receiving} et {proposed}.",
    facts.MatchAccepted: "Convention à préparer : {receiving} et {offering} ({topics}).",
    facts.ExchangeFulfilled: "Échange terminé : {receiving} et {offering}, {half_days}.",
    facts.ConventionDrafted: "Convention en préparation : {about}.",
    facts.ConventionRevised: "Texte à revoir, {reason} : {about}.",
    facts.ConventionFinalised: "Texte approuvé par toutes les parties, signature à ouvrir : {about}.",
    facts.ConventionSignatoryNeeded: "Signataire à remplacer, {reason} : {org}, {reference}.",
    facts.ConventionPartySigned: "Signature donnée, {method} : {org}, {about}.",
    facts.ConventionSignatureRefused: "Signature refusée, texte à revoir : {org}, {about}.",
    facts.ConventionSigningExpired: "Délai de signature passé, à rouvrir : {org} n’a pas signé, {about}.",
    facts.ConventionSigned: "Convention signée : {about}.",
    facts.ConventionEnteredIntoForce: "Convention en vigueur, jusqu’au {ends_on} : {about}.",
    facts.AmendmentRevised: "Avenant {number} à revoir, {reason} : {about}.",
    facts.AmendmentFinalised: (
        "Avenant {number} approuvé par toutes les parties, signature à ouvrir : {about}."
    ),
    facts.AmendmentSignatureRefused: "Avenant {number}, signature refusée, texte à revoir : {org}, {about}.",
    facts.AmendmentSigningExpired: (
        "Avenant {number}, délai de signature passé, à rouvrir : {org} n’a pas signé, {about}."
    ),
    facts.AmendmentAbandoned: "Avenant {number} abandonné avant signature : {about}.",
    facts.AmendmentSigned: "Avenant {number} signé : {about}.",
    facts.ConventionEndNear: "Fin de convention, le {ends_on} : {about}.",
    facts.ConventionEnded: "Convention arrivée à son terme, {half_days} : {about}.",
    facts.ConventionTerminated: "Convention résiliée au {on}, {half_days} : {about}.",
    facts.ConventionClosed: "Convention close, {half_days} : {about}.",
    facts.ConventionAbandoned: "Convention abandonnée avant signature : {about}.",
    facts.HalfDayQuotaReached: "Demi-journées épuisées pour {year}, {quota} au total : {about}.",
    facts.VisitScheduled: "Visite programmée, le {starts_on} : {about}.",
    facts.VisitRescheduled: "Visite modifiée, désormais le {starts_on} : {about}.",
    facts.VisitCancelled: "Visite annulée, {reason} : {about}.",
    facts.VisitConfirmationAwaited: "Visite à confirmer, passée depuis une semaine : {about}.",
    facts.VisitHeld: "Visite tenue, {half_days} : {about}.",
    facts.VisitNotHeld: "Visite non tenue : {about}.",
    facts.VisitReported: "Bilan de visite acquis : {about}.",
    facts.ReportSubmitted: "{report} à valider : {about}.",
    facts.ReportValidated: "{report} validé : {about}.",
    facts.ReportPublished: "{report} publié : {about}.",
}
"""The facts that are worth a line; the others are told to those whom they concern alone."""

_REASONS: Final = {
    "not_member": "hors du club",
    "out_of_scope": "hors du champ du club",
    "no_offer": "faute d’offre",
    "by_referent": "par la collectivité",
    "by_staff": "par l’équipe du club",
    "convention_abandoned": "convention abandonnée",
    "by_offering": "déclinée par la collectivité intervenante",
    "by_receiving": "déclinée par la collectivité bénéficiaire",
    "withdrawn": "proposition retirée",
    "expired": "restée sans réponse",
    "change_asked": "changement demandé",
    "mandate_ended": "mandat terminé",
    "person_erased": "personne effacée",
    "declined": "dates refusées",
    "cancelled": "demi-journées libérées",
    "convention_terminated": "convention résiliée",
    "convention_ended": "fin de la convention",
}
_METHODS: Final = {
    "simple_otp": "par code",
    "external_pades": "avec son propre outil",
    "paper_scan": "sur papier",
}


def line_of_exchange(event: Envelope[ExchangeFact], matter: ExchangeCopy) -> FeedLine | None:
    """What the staff reads of this event; None where it is told to those whom it concerns alone."""
    fact = event.data
    if type(fact) not in LINES or _is_silent(fact):
        return None
    text = LINES[type(fact)].format(**_words(fact, matter))
    return line_about(event, text, person_id=None, link=_link(fact))


def line_of_nobody(
    event: Envelope[ExchangeFact], template: Template, *, matter: ExchangeCopy, org: UUID
) -> FeedLine:
    """What the staff reads of a mail for the referents of an organisation that has none."""
    text = f"Sans référent·e à prévenir : {matter.name_of(org)}, {TOLD[template]}."
    line = line_about(event, text, person_id=None, link=_link(event.data))
    return replace(line, id=uuid5(event.id, str(org)))


def _is_silent(fact: ExchangeFact) -> bool:
    """Whether the parties are asked first, or the team has just done it."""
    match fact:
        case facts.VisitConfirmationAwaited():
            return fact.occasion != "overdue"
        case facts.ConventionRevised() | facts.AmendmentRevised():
            return fact.reason_code != "change_asked"
        case _:
            return False


def _words(fact: ExchangeFact, matter: ExchangeCopy) -> Mapping[str, object]:
    """All that a line may say: what the fact says, and what is known of the thing."""
    said = dict(fact)
    days = {name: f"{value:%d/%m/%Y}" for name, value in said.items() if isinstance(value, date)}
    spent, when = said.get("half_days_consumed", 0), said.get("when")
    return {
        **said,
        **days,
        "about": matter.called,
        "receiving": matter.receiving,
        "offering": matter.offering,
        "topics": ", ".join(TOPICS.get(topic, topic) for topic in matter.topics),
        "reason": _REASONS.get(said.get("reason_code", ""), "autre motif"),
        "method": _METHODS.get(said.get("method", ""), "autrement"),
        "org": matter.names.get(said.get("org", matter.receiving_org)),
        "proposed": matter.names.get(said.get("offering_org", matter.receiving_org)),
        "half_days": f"{spent} demi-journée{'s' if spent > 1 else ''}",
        "starts_on": f"{when.starts_local:%d/%m/%Y}" if when else "",
        "report": "Bilan de visite" if said.get("visit_id") else "Bilan final",
    }


def _link(fact: ExchangeFact) -> str:
    """Where the thing is in the API of the service that owns it."""
    match fact:
        case facts.ExchangeRequestFact():
            return f"/exchange-requests/{fact.exchange_request_id}"
        case facts.VisitFact():
            return f"/visits/{fact.visit_id}"
        case facts.ReportFact():
            return f"/reports/{fact.report_id}"
        case _:
            return f"/conventions/{fact.convention_id}"
