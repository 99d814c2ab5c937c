"""Owns which events this service listens to, and what hears them."""

from collections.abc import Sequence
from typing import Any

from services.notifications.domain.club_feed import CLUB_CONTRACTS
from services.notifications.domain.members.notices import MEMBER_MAILS, PERSONAL_MAILS
from services.notifications.domain.partners.visible import FOLLOWED
from services.notifications.handlers.copies import keep_club_events, keep_contacts, keep_organisations
from services.notifications.handlers.exchanges import (
    send_signature_code,
    tell_of_conventions,
    tell_of_exchanges,
    tell_of_quota,
    tell_of_reports,
    tell_of_visits,
)
from services.notifications.handlers.gatherings import plan_reminders, tell_of_change
from services.notifications.handlers.invitations import send_invitation, show_declined_invitation
from services.notifications.handlers.members import tell_members, tell_person
from services.notifications.handlers.needs import tell_of_needs
from services.notifications.handlers.partners import log_for_partners
from services.notifications.handlers.seats import (
    send_cancellation,
    send_confirmation,
    send_end_of_offer,
    send_offer,
    send_refusal,
    send_review_notice,
    send_transfer,
    send_waiting_list_notice,
)
from services.notifications.handlers.staff_feed import (
    show_bounce,
    show_club_fact,
    show_consent,
    show_draft,
    show_dropped_opening,
    show_erasure,
    show_flag,
    show_late_erasure,
    show_need,
    show_round,
    show_seats_left,
    show_webhook_off,
)
from services.notifications.handlers.testimonies import (
    send_speaker_invitation,
    show_speaker,
    show_testimony,
)
from services.notifications.ports.notices import Notifications
from services.notifications.ports.partners import Partners
from shared.events.conventions import (
    CONVENTION_CONTRACTS,
    EXCHANGE_REQUEST_CONTRACTS,
    REPORT_CONTRACTS,
    VISIT_CONTRACTS,
    ConventionSignatureCodeIssued,
    HalfDayQuotaReached,
)
from shared.events.directory import (
    KEY_CONTRACTS,
    ORGANISATION_CONTRACTS,
    PERSON_CONTRACTS,
    ConsentChanged,
    ErasureOverdue,
    ErasureRequested,
    RenewalRoundOpened,
)
from shared.events.envelope import Envelope
from shared.events.notifications import EmailBounced, WebhookSwitchedOff
from shared.events.registration import (
    CLUB_EVENT_CONTRACTS,
    NEED_CONTRACTS,
    ClubEventAnnounced,
    ClubEventDrafted,
    ClubEventFact,
    ClubEventLinkChanged,
    ClubEventPostponed,
    ClubEventRescheduled,
    ClubEventUpdated,
    GuestInvited,
    InvitationDeclined,
    InvitationWithdrawn,
    OpeningDropped,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationFact,
    RegistrationFlagged,
    RegistrationRefused,
    RegistrationRequested,
    RegistrationTransferred,
    RegistrationWaitlisted,
    SeatOffered,
    SeatOfferExpired,
    SeatsLeftToStaff,
    SpeakerInvited,
    TestimonyConfirmed,
    TestimonyDeclined,
    TestimonyProposed,
    TestimonyWithdrawn,
)
from shared.messaging.inbox import Store, Subscription
from shared.security.keys import KeyCopies, keep_signing_keys

PUBLIC_CLUB_EVENT_CONTRACTS = tuple(
    contract for contract in CLUB_EVENT_CONTRACTS if contract is not ClubEventDrafted
)
"""The history of a gathering from its announcement on: nobody is told of drafts."""


def subscriptions(store: Store[Notifications], partners: Store[Partners]) -> tuple[Subscription[Any], ...]:
    """Everything that this service hears, on the stores that `main.py` chooses."""
    return (*notices(store), Subscription(log_for_partners, FOLLOWED, partners, read_subjects))


def notices(store: Store[Notifications]) -> tuple[Subscription[Any], ...]:
    """What is heard for people: members, agents, the team."""
    return (
        Subscription(keep_signing_keys, KEY_CONTRACTS, KeyCopies),
        Subscription(keep_contacts, PERSON_CONTRACTS, store, read_people),
        Subscription(keep_organisations, ORGANISATION_CONTRACTS, store, read_organisations),
        Subscription(keep_club_events, PUBLIC_CLUB_EVENT_CONTRACTS, store, read_club_events),
        Subscription(
            tell_of_change,
            (ClubEventRescheduled, ClubEventPostponed, ClubEventUpdated, ClubEventLinkChanged),
            store,
        ),
        Subscription(plan_reminders, (ClubEventAnnounced, ClubEventRescheduled), store),
        Subscription(send_confirmation, (RegistrationConfirmed,), store, read_concerned),
        Subscription(send_waiting_list_notice, (RegistrationWaitlisted,), store, read_concerned),
        Subscription(send_cancellation, (RegistrationCancelled,), store, read_concerned),
        Subscription(send_review_notice, (RegistrationRequested,), store, read_concerned),
        Subscription(send_refusal, (RegistrationRefused,), store, read_concerned),
        Subscription(send_offer, (SeatOffered,), store, read_concerned),
        Subscription(send_end_of_offer, (SeatOfferExpired,), store, read_concerned),
        Subscription(send_transfer, (RegistrationTransferred,), store),
        Subscription(send_invitation, (GuestInvited, InvitationWithdrawn), store),
        Subscription(show_declined_invitation, (InvitationDeclined,), store),
        Subscription(send_speaker_invitation, (SpeakerInvited,), store),
        Subscription(show_speaker, (TestimonyConfirmed, TestimonyDeclined), store),
        Subscription(show_testimony, (TestimonyProposed, TestimonyWithdrawn), store),
        Subscription(show_need, NEED_CONTRACTS, store),
        Subscription(tell_of_needs, NEED_CONTRACTS, store),
        Subscription(show_draft, (ClubEventDrafted,), store),
        Subscription(show_seats_left, (SeatsLeftToStaff,), store),
        Subscription(show_dropped_opening, (OpeningDropped,), store),
        Subscription(show_consent, (ConsentChanged,), store),
        Subscription(show_erasure, (ErasureRequested,), store),
        Subscription(show_late_erasure, (ErasureOverdue,), store),
        Subscription(show_club_fact, CLUB_CONTRACTS, store),
        Subscription(show_round, (RenewalRoundOpened,), store),
        Subscription(show_bounce, (EmailBounced,), store),
        Subscription(show_flag, (RegistrationFlagged,), store, read_concerned),
        Subscription(tell_members, tuple(MEMBER_MAILS), store),
        Subscription(tell_person, tuple(PERSONAL_MAILS), store),
        Subscription(tell_of_exchanges, EXCHANGE_REQUEST_CONTRACTS, store),
        Subscription(tell_of_conventions, CONVENTION_CONTRACTS, store),
        Subscription(send_signature_code, (ConventionSignatureCodeIssued,), store),
        Subscription(tell_of_visits, VISIT_CONTRACTS, store),
        Subscription(tell_of_quota, (HalfDayQuotaReached,), store),
        Subscription(tell_of_reports, REPORT_CONTRACTS, store),
        Subscription(show_webhook_off, (WebhookSwitchedOff,), store),
    )


async def read_people(store: Notifications, events: Sequence[Envelope[Any]]) -> None:
    """Read ahead of a batch what is known of the people whose history goes on."""
    await store.read_ahead(people={event.data.person_id for event in events})


async def read_organisations(store: Notifications, events: Sequence[Envelope[Any]]) -> None:
    """Read ahead of a batch what is known of the organisations whose history goes on."""
    await store.read_ahead(organisations={event.data.org for event in events})


async def read_club_events(store: Notifications, events: Sequence[Envelope[ClubEventFact]]) -> None:
    """Read ahead of a batch what is known of the gatherings whose history goes on."""
    await store.read_ahead(club_events={event.data.club_event_id for event in events})


async def read_concerned(store: Notifications, events: Sequence[Envelope[RegistrationFact]]) -> None:
    """Read ahead of a batch whom and what its events are about."""
    facts = [event.data for event in events]
    await store.read_ahead(
        people={fact.person_id for fact in facts}, club_events={fact.club_event_id for fact in facts}
    )


async def read_subjects(partners: Partners, events: Sequence[Envelope[Any]]) -> None:
    """Read ahead of a batch how far the histories are known that its events belong to."""
    await partners.read_ahead({event.subject for event in events})
