"""Owns how lost roles or memberships, and new dates, reach the seats given before. Decides nothing itself."""

from collections.abc import Sequence
from uuid import UUID

from services.registration.domain.attendance import forget_arrival
from services.registration.domain.attention import flag_if_lost
from services.registration.domain.club_event import ClubEvent
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.lost_eligibility import may_leave_out
from services.registration.domain.programme import Kind, Programme
from services.registration.domain.registrations import Change, Registration
from services.registration.ports.stores import Registrations
from shared.errors import TooEarly
from shared.events.directory import MembershipEndFact, RoleFact
from shared.events.envelope import Envelope


async def recheck_person(event: Envelope[RoleFact], store: Registrations) -> None:
    """Look again at the seats of somebody whose mandate or post ended, or who was elected.

    Raises:
        TooEarly: the copy of the person does not know of it yet.
    """
    person_id = event.data.person_id
    if await store.known_sequence("people", person_id) < event.sequence:
        raise TooEarly(f"{event.subject}: the copy is not that far")
    await _recheck(event, await store.seats_of_person(person_id), store)


async def recheck_organisation(event: Envelope[MembershipEndFact], store: Registrations) -> None:
    """Look again at the seats of an organisation whose membership ends.

    Raises:
        TooEarly: the copy of the membership does not know of it yet.
    """
    fact = event.data
    if await store.known_sequence("memberships", fact.membership_id) < event.sequence:
        raise TooEarly(f"{event.subject}: the copy is not that far")
    await _recheck(event, await store.seats_of_organisation(fact.org), store)


async def recheck_companions(club_event: ClubEvent, org: UUID, store: Registrations) -> None:
    """Look again at who came with an elected colleague, when somebody of the organisation leaves."""
    if club_event.programme.kind is Kind.POLITICAL_MEETING:
        for registration in await store.colleagues(club_event.id, org):
            await _look_at(club_event, registration, store)


async def recheck_seats(club_event: ClubEvent, before: Programme, store: Registrations) -> None:
    """Look again at who has a seat, when other hours or another territory than `before` may leave them out.

    Who was seen at the door on dates that are no more has not come.
    """
    if not may_leave_out(before, club_event.programme):
        return
    for candidate in await store.seated(club_event):
        registration = candidate.registration
        was_seen = forget_arrival(club_event, registration)
        change = flag_if_lost(ClubEventDesk(club_event), registration, candidate.applicant)
        if change or was_seen:
            store.save_registration(change or Change(registration, ()))


async def _recheck(
    event: Envelope[RoleFact] | Envelope[MembershipEndFact],
    registrations: Sequence[Registration],
    store: Registrations,
) -> None:
    for registration in registrations:
        club_event = await store.club_event(registration.club_event_id)
        if club_event.when.starts_utc <= event.time:
            continue
        await _look_at(club_event, registration, store)


async def _look_at(club_event: ClubEvent, registration: Registration, store: Registrations) -> None:
    candidate = await store.candidate(club_event, registration)
    if change := flag_if_lost(ClubEventDesk(club_event), registration, candidate.applicant):
        store.save_registration(change)
