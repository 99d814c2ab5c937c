"""Owns one function per kind of event of exchanges, conventions, visits and reports: load, decide, save.

Decides nothing itself. Whoever tells of a subject also keeps the copy of it, in the same transaction, so that
no fact is told before the one that it follows, and who had an invitation is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.copies import Contact
from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.exchanges.conventions import (
    ConventionCopy,
    convention_after,
    told_of_convention,
)
from services.notifications.domain.exchanges.copies import ExchangeCopy, orgs_named_by
from services.notifications.domain.exchanges.feed import line_of_exchange, line_of_nobody
from services.notifications.domain.exchanges.notices import ExchangeFact, ExchangeNotice, Telling
from services.notifications.domain.exchanges.reports import told_of_report
from services.notifications.domain.exchanges.requests import exchange_request_after, told_of_request
from services.notifications.domain.exchanges.visits import told_of_visit, visit_after, with_invited
from services.notifications.domain.notices import Template
from services.notifications.domain.staff_feed import FeedLine
from services.notifications.domain.typography import one_line
from services.notifications.handlers.concerned import known
from services.notifications.ports.notices import Notifications
from shared.errors import TooEarly
from shared.events import conventions as facts
from shared.events.envelope import Envelope


@dataclass(frozen=True, slots=True)
class _Told:
    """What a fact leads to: who is told what, and what the staff reads."""

    notices: tuple[ExchangeNotice, ...]
    lines: tuple[FeedLine, ...]


async def tell_of_exchanges(event: Envelope[facts.ExchangeRequestFact], store: Notifications) -> None:
    """Follow what organisations ask each other for, and tell whom each step concerns.

    Raises:
        TooEarly: a former event of the request is missing, or somebody concerned is not known yet.
    """
    known = await store.exchange_request(event.data.exchange_request_id)
    request = exchange_request_after(known, event, await _names(event.data, store))
    if request is not known:
        told = await _told(event, store, request, told_of_request(event.data, request))
        store.keep_exchange_request(request)
        await _tell(event, store, told)


async def tell_of_conventions(event: Envelope[facts.ConventionFact], store: Notifications) -> None:
    """Follow conventions, and tell whom each step concerns.

    Raises:
        TooEarly: a former event of the convention is missing, or somebody concerned is not known yet.
    """
    known = await store.convention(event.data.convention_id)
    convention = convention_after(known, event, await _names(event.data, store))
    if convention is not known:
        told = await _told(event, store, convention, told_of_convention(event.data, convention))
        store.keep_convention(convention)
        await _tell(event, store, told)


async def send_signature_code(
    event: Envelope[facts.ConventionSignatureCodeIssued], store: Notifications
) -> None:
    """Send the code to whoever is signing, in a queue of its own: they are waiting for it.

    Raises:
        TooEarly: the person or the convention is not known yet.
    """
    convention = await _convention(event.data.convention_id, store)
    telling = Telling(template=Template.SIGNATURE_CODE, people=(event.data.signatory_id,))
    told = await _told(event, store, convention, (telling,))
    await _tell(event, store, told)


async def tell_of_visits(event: Envelope[facts.VisitFact], store: Notifications) -> None:
    """Follow visits, invite to them, and tell whom each step concerns.

    Raises:
        TooEarly: a former event of the visit is missing, or the convention, or somebody concerned.
    """
    known = await store.visit(event.data.visit_id)
    visit = visit_after(known, event, await _convention(event.data.convention_id, store))
    if visit is not known:
        told = await _told(event, store, visit, told_of_visit(event.data, visit))
        store.keep_visit(with_invited(visit, told.notices))
        await _tell(event, store, told)


async def tell_of_quota(event: Envelope[facts.HalfDayQuotaReached], store: Notifications) -> None:
    """Tell both organisations, and the staff, that a year's half-days are all planned.

    Raises:
        TooEarly: the convention is not known yet.
    """
    convention = await _convention(event.data.convention_id, store)
    telling = Telling(template=Template.QUOTA_REACHED, orgs=convention.orgs)
    told = await _told(event, store, convention, (telling,))
    await _tell(event, store, told)


async def tell_of_reports(event: Envelope[facts.ReportFact], store: Notifications) -> None:
    """Tell whom each step of a report concerns.

    Raises:
        TooEarly: the visit or the convention that it is about is not known yet.
    """
    visit_id = event.data.visit_id
    matter: ExchangeCopy = (
        await _convention(event.data.convention_id, store)
        if visit_id is None
        else await _visit(visit_id, store)
    )
    told = await _told(event, store, matter, told_of_report(event.data, matter))
    await _tell(event, store, told)


async def _told(
    event: Envelope[ExchangeFact], store: Notifications, matter: ExchangeCopy, tellings: Sequence[Telling]
) -> _Told:
    """What is to be told, one mail at most for each person; it stages nothing, for it may come too early."""
    notices: dict[UUID, ExchangeNotice] = {}
    lines = [line_of_exchange(event, matter)]
    for telling in tellings:
        people = [await known(person_id, store) for person_id in telling.people]
        referents = await store.referents(telling.orgs) if telling.orgs else ()
        audience: list[tuple[Contact, UUID | None]] = [(contact, None) for contact in people]
        for org in telling.orgs:
            theirs = [(contact, org) for contact in referents if org in contact.referent_of]
            audience += theirs
            if not theirs:
                lines.append(line_of_nobody(event, telling.template, matter=matter, org=org))
        for contact, of in audience:
            if not contact.is_erased and contact.person_id not in notices:
                notices[contact.person_id] = _notice(event, telling.template, contact, of)
    return _Told(tuple(notices.values()), tuple(line for line in lines if line))


def _notice(
    event: Envelope[ExchangeFact], template: Template, contact: Contact, org: UUID | None
) -> ExchangeNotice:
    person_id = contact.person_id
    return ExchangeNotice(template=template, person_id=person_id, at=event.time, org=org, fact=event.data)


async def _tell(event: Envelope[ExchangeFact], store: Notifications, told: _Told) -> None:
    for notice in told.notices:
        store.queue(EmailDelivery.of(event.id, notice, at=store.at))
    for line in told.lines:
        await store.add_to_feed(line)


async def _names(fact: ExchangeFact, store: Notifications) -> Mapping[UUID, str]:
    """What the organisations that a fact names are called."""
    names = {}
    for org in orgs_named_by(fact):
        organisation = await store.organisation(org)
        if organisation is None:
            raise TooEarly(f"organisation/{org}: not known yet")
        names[org] = one_line(organisation.name)
    return names


async def _convention(convention_id: UUID, store: Notifications) -> ConventionCopy:
    convention = await store.convention(convention_id)
    if convention is None:
        raise TooEarly(f"convention/{convention_id}: not known yet")
    return convention


async def _visit(visit_id: UUID, store: Notifications) -> ExchangeCopy:
    visit = await store.visit(visit_id)
    if visit is None:
        raise TooEarly(f"visit/{visit_id}: not known yet")
    return visit
