"""Owns one function per command and event about who is asked to sign: load, decide, save. Decides nothing."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from services.conventions.domain.commands import signing as commands
from services.conventions.domain.convention import course, signatures
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.people import Person
from services.conventions.domain.signing.signatories import limits_of
from services.conventions.ports.office import Office
from shared.days import club_day
from shared.errors import TooEarly
from shared.events.directory import MandateStarted, PersonErased, PersonUpdated, PostStarted, RoleFact
from shared.events.envelope import Envelope


async def open_signing(command: commands.OpenSigning, office: Office) -> Convention:
    """Ask the parties to sign.

    Raises:
        UnknownSignatory, MandateOver, SharedMailbox: see `limits_of`.
    """
    named = {f"signatories.{number}": each for number, each in enumerate(command.signatories)}
    people = await _people((each.person_id for each in command.signatories), office)
    limits = limits_of(named, people, on=club_day(command.at))
    convention = await office.store.convention(command.convention_id)
    if command.amendment is not None:
        await _require_room(convention, command.amendment, office)
    office.store.save_convention(convention, signatures.open_signing(convention, command, limits))
    return convention


async def replace_signatory(command: commands.ReplaceSignatory, office: Office) -> Convention:
    """Name another signatory for a party.

    Raises:
        UnknownSignatory, MandateOver, SharedMailbox: see `limits_of`.
    """
    convention = await office.store.convention(command.convention_id)
    signatory = command.signatory
    slots = convention.deed_of(command.amendment).open_for_signature().slots
    others = [slot.signatory.person_id for slot in slots if slot.signatory.org != signatory.org]
    people = await _people((signatory.person_id, *others), office)
    limits = limits_of({"signatory": signatory}, people, others=others, on=club_day(command.at))
    office.store.save_convention(convention, signatures.replace_signatory(convention, command, limits))
    return convention


async def resend_invitation(command: commands.ResendInvitation, office: Office) -> Convention:
    """Ask a signatory again."""
    convention = await office.store.convention(command.convention_id)
    office.store.save_convention(convention, signatures.resend(convention, command))
    return convention


async def ask_for_new_signatory(event: Envelope[RoleFact | PersonErased], office: Office) -> None:
    """Stop the signatures of somebody whose mandate or post is over, or who is erased; once it is over.

    What begins is of no concern where nothing is to be signed: most events are of that kind. What ends waits
    for the copy first: a signing that opens meanwhile reads it, and is found afterwards.

    Raises:
        TooEarly: what is known of the person does not have this event yet.
    """
    begins = isinstance(event.data, MandateStarted | PostStarted)
    if begins and not await office.store.awaiting(event.data.person_id):
        return
    person = await _known(event, office)
    for convention in await office.store.awaiting(person.id):
        events = signatures.recheck_signatory(convention, person, at=event.time)
        office.store.save_convention(convention, events)


async def renew_signature_links(event: Envelope[PersonUpdated], office: Office) -> None:
    """Ask somebody again whose address is another one now.

    Raises:
        TooEarly: what is known of the person does not have this event yet.
    """
    awaiting = await office.store.awaiting(event.data.person_id)
    if not awaiting or (person := await _known(event, office)).address_from != event.sequence:
        return
    for convention in awaiting:
        events = signatures.renew_links(convention, person.id, at=event.time, by=event.actor)
        office.store.save_convention(convention, events)


async def forget_signatory(event: Envelope[PersonErased], office: Office) -> None:
    """Forget from where somebody acted who is erased; what they signed stays, and its proof holds."""
    for convention in await office.store.naming(event.data.person_id):
        if signatures.forget_person(convention, event.data.person_id):
            office.store.save_convention(convention)


async def _known(event: Envelope[RoleFact | PersonErased | PersonUpdated], office: Office) -> Person:
    person = await office.store.person(event.data.person_id)
    if person is None or person.sequence < event.sequence:
        raise TooEarly(f"{event.subject}: event {event.sequence} is not in the copy yet")
    return person


async def _people(ids: Iterable[UUID], office: Office) -> Mapping[UUID, Person]:
    found = [await office.store.person(person_id) for person_id in ids]
    return {person.id: person for person in found if person is not None}


async def _require_room(convention: Convention, number: int, office: Office) -> None:
    """Let pass an amendment that leaves room for all half-days that are planned or consumed.

    Raises:
        QuotaInUse: in one of its years there are more of them.
    """
    amendment = convention.amendment(number)
    for year in range(amendment.effect_on.year, convention.ends_on.year + 1):
        course.require_room(amendment, year, (await office.visits.ledger(convention.id, year)).used)
