"""Owns what the staff reads of members, their fees and their know-how. Names no person, and keeps nothing."""

from typing import Final

from services.notifications.domain.copies import OrganisationCopy
from services.notifications.domain.staff_feed import FeedLine, line_about
from shared.events import directory as facts
from shared.events.envelope import Envelope
from shared.events.topics import TOPICS

CLUB_CONTRACTS: Final = (
    facts.MembershipApplied,
    facts.MembershipActivated,
    facts.MembershipRejected,
    facts.MembershipRenewed,
    facts.MembershipResigned,
    facts.MembershipLapsed,
    facts.FeePaid,
    facts.FeePaymentCancelled,
    facts.FeeOverdue,
    facts.FeeWaived,
    facts.ExpertiseOfferPublished,
    facts.ExpertiseOfferPaused,
    facts.ExpertiseOfferWithdrawn,
)
"""What concerns one member and is worth a line; calls and renewals due come by the hundred."""

ClubFact = facts.MembershipFact | facts.FeeFact | facts.ExpertiseOfferFact

_HAPPENED: Final = {
    facts.MembershipApplied: "Demande d’adhésion, à étudier",
    facts.MembershipActivated: "Nouvelle adhésion",
    facts.MembershipRejected: "Demande d’adhésion refusée",
    facts.MembershipRenewed: "Adhésion renouvelée",
    facts.MembershipResigned: "Départ du club annoncé",
    facts.MembershipLapsed: "Adhésion échue, faute de renouvellement",
    facts.FeePaid: "Cotisation reçue",
    facts.FeePaymentCancelled: "Paiement de cotisation annulé",
    facts.FeeOverdue: "Cotisation en retard",
    facts.FeeWaived: "Cotisation abandonnée",
    facts.ExpertiseOfferPublished: "Offre d’expertise publiée",
    facts.ExpertiseOfferPaused: "Offre d’expertise en pause",
    facts.ExpertiseOfferWithdrawn: "Offre d’expertise retirée",
}
_ROUNDS: Final = {
    "call": "Appels de cotisation {year}, à préparer",
    "first_reminder": "Première relance des cotisations {year}, à décider",
    "second_reminder": "Seconde relance des cotisations {year}, à décider",
    "lapse": "Adhésions non renouvelées en {year}, à décider",
}


def line_of_club(event: Envelope[ClubFact], *, organisation: OrganisationCopy) -> FeedLine:
    """What the staff reads of a fact about one member."""
    fact = event.data
    text = f"{_HAPPENED[type(fact)]} : {organisation.name}{_details(fact)}."
    return line_about(event, text, person_id=None, link=_link(fact))


def line_of_round(event: Envelope[facts.RenewalRoundOpened]) -> FeedLine | None:
    """What the staff reads when the day came to decide for many; None where it is for nobody."""
    fact = event.data
    if fact.count == 0:
        return None
    many = "s" if fact.count > 1 else ""
    text = f"{_ROUNDS[fact.step].format(year=fact.year)} : {fact.count} adhérent{many}."
    step = "preview" if fact.step == "call" else f"rounds/{fact.step}"
    link = f"/renewal-campaigns/{fact.year}/{step}"
    return line_about(event, text, person_id=None, link=link)


def _details(fact: ClubFact) -> str:
    match fact:
        case facts.MembershipFact():
            return _of_membership(fact)
        case facts.FeeAmountFact():
            return f", {euros(fact.amount_cents)}, {fact.reference}"
        case facts.FeeOverdue():
            return f", échéance du {fact.due_on:%d/%m/%Y}"
        case facts.FeeFact():
            return f", {fact.year}"
        case facts.ExpertiseOfferFact():
            return f" ({', '.join(TOPICS.get(topic, topic) for topic in fact.topics)})"


def _of_membership(fact: facts.MembershipFact) -> str:
    match fact:
        case facts.MembershipApplied():
            return f", pour {fact.year}"
        case facts.MembershipActivated() | facts.MembershipRenewed():
            return f", {fact.from_year}"
        case facts.MembershipEndFact():
            return f", jusqu’au {fact.effective_on:%d/%m/%Y}"
        case _:
            return ""


def _link(fact: ClubFact) -> str:
    match fact:
        case facts.ExpertiseOfferFact():
            return f"/expertise-offers/{fact.offer_id}"
        case facts.FeeFact():
            return f"/memberships/{fact.membership_id}/fees/{fact.year}"
        case _:
            return f"/memberships/{fact.membership_id}"


def euros(cents: int) -> str:
    """An amount as people read it: `1 250,00 €`, which no line end breaks."""
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", "\u202f") + f",{rest:02d}\u00a0€"
