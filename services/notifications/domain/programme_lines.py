"""Owns what the staff reads of needs, drafts, invitations and testimonies. Keeps nothing of them."""

from services.notifications.domain.copies import ClubEventCopy, Contact
from services.notifications.domain.staff_feed import FeedLine, line_about
from shared.events.envelope import Envelope
from shared.events.registration import (
    ClubEventDrafted,
    InvitationDeclined,
    NeedAnswered,
    NeedClosed,
    NeedFact,
    NeedMerged,
    NeedPlanned,
    NeedQualified,
    NeedRaised,
    NeedReopened,
    NeedSupported,
    OpeningDropped,
    TestimonyConfirmed,
    TestimonyDeclined,
    TestimonyProposed,
    TestimonyWithdrawn,
)

HAPPENED: dict[type[NeedFact], str] = {
    NeedQualified: "Besoin qualifié.",
    NeedMerged: "Besoin fusionné avec un autre.",
    NeedPlanned: "Besoin planifié.",
    NeedAnswered: "Besoin auquel une réponse a été donnée.",
    NeedClosed: "Besoin clos.",
}
REOPENED = {
    "club_event_cancelled": "l’évènement prévu est annulé",
    "exchange_given_up": "l’échange prévu n’aura pas lieu",
    "did_not_help": "la réponse n’a pas suffi",
}


def line_of_need(event: Envelope[NeedFact]) -> FeedLine:
    """What the staff reads of a need."""
    text = _what_happened(event.data)
    return line_about(event, text, person_id=None, link=f"/needs/{event.data.need_id}")


def line_of_draft(event: Envelope[ClubEventDrafted]) -> FeedLine:
    """What the staff reads of a gathering that a colleague begins to prepare."""
    fact = event.data
    text = f"Évènement en préparation : « {fact.title} »."
    return line_about(event, text, person_id=None, link=f"/club-events/{fact.club_event_id}")


def line_of_opening(event: Envelope[OpeningDropped], *, club_event: ClubEventCopy) -> FeedLine:
    """What the staff reads when registrations do not open by themselves as it planned."""
    fact = event.data
    text = f"Ouverture programmée abandonnée, à reprendre à la main : « {club_event.title} ». {fact.reason}"
    return line_about(event, text, person_id=None, link=f"/club-events/{fact.club_event_id}")


def line_of_invitation(
    event: Envelope[InvitationDeclined], *, contact: Contact, club_event: ClubEventCopy
) -> FeedLine:
    """What the staff reads of a guest who will not come."""
    fact = event.data
    text = f"Invitation déclinée : {contact.name}, « {club_event.title} »."
    return line_about(
        event, text, person_id=fact.person_id, link=f"/club-events/{fact.club_event_id}/invitations"
    )


def line_of_testimony(event: Envelope[TestimonyProposed] | Envelope[TestimonyWithdrawn]) -> FeedLine:
    """What the staff reads of what a member could tell, or no longer."""
    fact = event.data
    text = "Témoignage retiré."
    if isinstance(fact, TestimonyProposed):
        text = f"Témoignage proposé : « {fact.title} »."
    return line_about(event, text, person_id=None, link=f"/testimonies/{fact.testimony_id}")


def line_of_speaker(
    event: Envelope[TestimonyConfirmed] | Envelope[TestimonyDeclined],
    *,
    contact: Contact,
    club_event: ClubEventCopy,
) -> FeedLine:
    """What the staff reads of who will speak, or will not."""
    fact = event.data
    happened = "confirmé" if isinstance(fact, TestimonyConfirmed) else "décliné"
    text = f"Témoignage {happened} : {contact.name}, « {club_event.title} »."
    link = f"/testimonies/{fact.testimony_id}"
    return line_about(event, text, person_id=fact.person_id, link=link)


def _what_happened(fact: NeedFact) -> str:
    match fact:
        case NeedRaised():
            return f"Besoin exprimé : « {fact.title} »."
        case NeedSupported():
            others = "autres collectivités" if fact.supporters > 1 else "autre collectivité"
            return f"Besoin soutenu par {fact.supporters} {others}."
        case NeedReopened():
            return f"Besoin à reprendre : {REOPENED.get(fact.reason_code, 'il est sans réponse')}."
        case _:
            return HAPPENED[type(fact)]
