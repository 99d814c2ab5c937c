"""Owns what a convention tells of its signatures, and of those of its amendments, as they are given.

The rules of a signing are in `signing/`; here each step finds its text and becomes events.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from services.conventions.domain.authority import require_staff, require_staff_or_system
from services.conventions.domain.commands import signing as commands
from services.conventions.domain.commands.convention import WatchConvention
from services.conventions.domain.convention.convention import (
    Convention,
    ConventionState,
    Events,
    Spent,
)
from services.conventions.domain.convention.course import watch_life
from services.conventions.domain.convention.deed import DeedState
from services.conventions.domain.errors.signing import ReasonMissing, SignatoriesIncomplete
from services.conventions.domain.people import Person
from services.conventions.domain.signing.signatories import Limits
from services.conventions.domain.signing.signing import Signing
from services.conventions.domain.signing.slots import Code, Method, Proof, Slot
from shared.days import club_day
from shared.events import conventions as told


def open_signing(
    convention: Convention, command: commands.OpenSigning, limits: Limits = MappingProxyType({})
) -> Events:
    """Ask the parties to sign. `limits` says until when each signatory may.

    Raises:
        ConventionStateRefuses: it is over, and nothing of it can be changed.
        StaffOnly, DeedStateRefuses, SignatoriesIncomplete: see `Deed.open_signing`.
    """
    deed = convention.deed_of(command.amendment)
    if command.amendment is not None:
        convention.require(ConventionState.SIGNED, ConventionState.IN_FORCE)
    signing, asked = deed.open_signing(command, convention.parties, limits)
    invitations = _requests(convention, command.amendment, asked, "invited")
    if command.amendment is not None:
        return invitations
    opened = told.ConventionSigningOpened(
        convention_id=convention.id,
        signatory_ids=tuple(slot.signatory.person_id for slot in signing.slots),
        expires_at=signing.expires_at,
    )
    return (opened, *invitations)


def send_code(convention: Convention, command: commands.SendCode, *, masked_address: str) -> Events:
    """Let the signatory have a code, by a message of its own.

    Raises:
        DeedStateRefuses, ConventionStateRefuses: nobody is asked to sign, or it is over.
        UnknownSlot, NotTheSignatory, MandateOver, NotYourTurn, SlotOver: see `Signing.awaited`.
        TooManyCodes, JournalFull: see `Signing.keep_code`.
    """
    signing = _signing(convention, command.amendment)
    slot = signing.awaited(command.org, command.actor.person_id, at=command.at)
    code = Code.of(command.code, salt=command.nonce, at=command.at)
    facts = command.trace.facts() | {"channel": "email", "address": masked_address}
    signing.keep_code(slot, code, at=command.at, facts=facts)
    issued = told.ConventionSignatureCodeIssued(
        **_facts(convention, command.amendment, slot), nonce=command.nonce, expires_at=code.expires_at
    )
    return (issued,)


def record_signature(
    convention: Convention, command: commands.FilingCommand, method: Method, proof: Proof
) -> Events:
    """Take a party's signature, whose proof was checked; with the last one, the text is signed.

    Raises:
        DeedStateRefuses, ConventionStateRefuses: nobody is asked to sign, or it is over.
        UnknownSlot, MandateOver, NotYourTurn, SlotOver: see `Signing.awaited`.
        DocumentMoved: it is not on the document as it stands.
    """
    signing = _signing(convention, command.amendment)
    slot = signing.awaited(command.org, at=command.at)
    facts = command.trace.facts() | {"document_id": str(command.document_id)}
    if isinstance(command, commands.SignWithCode):
        facts["consent"] = command.consent
    signing.sign(slot, method, proof, at=command.at, facts=facts)
    events: Events = ()
    if command.amendment is None:
        signed = told.ConventionPartySigned(
            convention_id=convention.id,
            org=command.org,
            signatory_id=slot.signatory.person_id,
            method=method,
            signed_at=command.at,
        )
        events = (signed,)
    if signing.is_complete:
        return events + _finish(convention, command.amendment, signing)
    asked = signing.invite_next(command.at)
    return events + _requests(convention, command.amendment, asked, "invited")


def refuse(convention: Convention, command: commands.RefuseToSign) -> Events:
    """Say no: the text goes back to its draft, and no signature of this version counts.

    Raises:
        DeedStateRefuses, ConventionStateRefuses: nobody is asked to sign, or it is over.
        ReasonMissing: without a reason, nobody knows what to change.
        UnknownSlot, NotTheSignatory, MandateOver, NotYourTurn, SlotOver: see `Signing.awaited`.
    """
    signing = _signing(convention, command.amendment)
    slot = signing.awaited(command.org, command.actor.person_id, at=command.at)
    if not command.reason.strip():
        raise ReasonMissing
    signing.refuse(slot, reason=command.reason, at=command.at, trace=command.trace)
    convention.deed_of(command.amendment).send_back(command.reason)
    why = {"org": command.org, "reason_code": "refused_by_signatory", "reason": command.reason}
    if command.amendment is not None:
        facts = convention.amendment_facts(command.amendment)
        return (told.AmendmentSignatureRefused(**facts, **why),)
    refused = told.ConventionSignatureRefused(convention_id=convention.id, **why)
    return (refused, *convention.tell_revised("signature_refused"))


def resend(convention: Convention, command: commands.ResendInvitation) -> Events:
    """Ask a signatory again.

    Raises:
        StaffOnly: the actor is not of the team.
        DeedStateRefuses, ConventionStateRefuses: nobody is asked to sign, or it is over.
        UnknownSlot, MandateOver, NotYourTurn, SlotOver, JournalFull: see `Signing.resend`.
    """
    require_staff(command.actor)
    slot = _signing(convention, command.amendment).resend(command.org, at=command.at)
    return _requests(convention, command.amendment, [slot], "resent")


def replace_signatory(
    convention: Convention, command: commands.ReplaceSignatory, limits: Limits = MappingProxyType({})
) -> Events:
    """Name another signatory for a party that has not signed. `limits` says until when they may sign.

    Raises:
        StaffOnly: the actor is not of the team.
        DeedStateRefuses, ConventionStateRefuses: nobody is asked to sign, or it is over.
        SignatoriesIncomplete: the power to sign is not complete.
        UnknownSlot, SlotOver: see `Signing.replace`.
    """
    require_staff(command.actor)
    if not command.signatory.power.is_complete:
        raise SignatoriesIncomplete(field="signatory.power")
    asked = _signing(convention, command.amendment).replace(
        command.signatory,
        at=command.at,
        by=str(command.actor),
        signs_until=limits.get(command.signatory.org),
    )
    return _requests(convention, command.amendment, asked, "invited")


def recheck_signatory(convention: Convention, person: Person, *, at: datetime) -> Events:
    """Follow until when somebody may sign what is being signed; who may no longer is to be replaced."""
    events: Events = ()
    today = club_day(at)
    for number, signing in _being_signed(convention):
        for slot in signing.open_slots_of(person.id):
            slot.limit(person.signs_until(slot.signatory.org, on=today), today=today)
        reason_code = "person_erased" if person.is_erased else "mandate_ended"
        events += _others_needed(convention, number, signing.lose(today), reason_code)
        events += _requests(convention, number, signing.invite_next(at), "invited")
    return events


def renew_links(convention: Convention, person_id: UUID, *, at: datetime, by: str) -> Events:
    """Ask somebody again, at another address; what was sent to the former one serves no more."""
    events: Events = ()
    for number, signing in _being_signed(convention):
        asked = [
            slot for slot in signing.open_slots_of(person_id) if slot.is_awaited and not slot.mandate_over
        ]
        for slot in asked:
            signing.renew(slot, at=at, by=by)
        events += _requests(convention, number, asked, "resent")
    return events


def forget_person(convention: Convention, person_id: UUID) -> bool:
    """Forget from where somebody acted, in the journals of all signings; whether there was anything."""
    deeds = [convention.deed, *(amendment.deed for amendment in convention.amendments)]
    forgotten = [signing.journal.forget(person_id) for deed in deeds for signing in deed.signings]
    return any(forgotten)


def watch(convention: Convention, command: WatchConvention, spent: Spent) -> Events:
    """Do what is due by now, once: reminders, end of the window, and what the convention's days bring.

    Raises:
        StaffOnly: the actor is neither a timer nor of the team.
    """
    require_staff_or_system(command.actor)
    events = watch_life(convention, command.at, spent)
    for number in (None, *(amendment.number for amendment in convention.amendments)):
        events += _watch_signing(convention, number, command)
    return events


def _watch_signing(convention: Convention, number: int | None, command: WatchConvention) -> Events:
    deed = convention.deed_of(number)
    signing = deed.signing
    if deed.state is not DeedState.SIGNING or signing is None or command.at < signing.due_at:
        return ()
    events = _others_needed(convention, number, signing.lose(club_day(command.at)), "mandate_ended")
    if command.at < signing.expires_at:
        return (*events, *_requests(convention, number, signing.remind(command.at), "reminded"))
    missing = next(slot for slot in signing.slots if slot.signed_at is None)
    signing.expire(command.at)
    deed.close_window()
    over = {"org": missing.signatory.org, "reason_code": "window_over"}
    if number is not None:
        return (told.AmendmentSigningExpired(**convention.amendment_facts(number), **over),)
    return (told.ConventionSigningExpired(convention_id=convention.id, **over),)


def _being_signed(convention: Convention) -> Iterator[tuple[int | None, Signing]]:
    """The convention and its amendments, where somebody is asked to sign."""
    for number in (None, *(amendment.number for amendment in convention.amendments)):
        deed = convention.deed_of(number)
        if deed.state is DeedState.SIGNING and deed.signing is not None:
            yield number, deed.signing


def _others_needed(
    convention: Convention, number: int | None, slots: Iterable[Slot], reason_code: str
) -> Events:
    return tuple(
        told.ConventionSignatoryNeeded(**_facts(convention, number, slot), reason_code=reason_code)
        for slot in slots
    )


def _finish(convention: Convention, number: int | None, signing: Signing) -> Events:
    convention.deed_of(number).finish_signing()
    if number is None:
        return _tell_signed(convention, signing.sha256)
    changed = convention.amendment(number).changes.fields
    signed = told.AmendmentSigned(
        convention_id=convention.id, number=number, changed_fields=changed, sha256=signing.sha256
    )
    return (signed,)


def _tell_signed(convention: Convention, sha256: str) -> Events:
    signed = told.ConventionSigned(
        convention_id=convention.id,
        reference=convention.reference,
        parties=convention.told_parties,
        legal_form=convention.legal_form,
        topics=convention.terms.topics,
        effect_on=convention.effect_on,
        ends_on=convention.ends_on,
        half_day_quota=convention.terms.practice.half_day_quota,
        sha256=sha256,
    )
    return (signed,)


def _signing(convention: Convention, number: int | None) -> Signing:
    """What is being signed; an amendment only as long as there is something to amend."""
    if number is not None:
        convention.require(ConventionState.SIGNED, ConventionState.IN_FORCE)
    return convention.deed_of(number).open_for_signature()


def _requests(convention: Convention, number: int | None, slots: Iterable[Slot], occasion: str) -> Events:
    signing = _signing(convention, number)
    return tuple(
        told.ConventionSignatureRequested(
            **_facts(convention, number, slot),
            occasion=occasion,
            expires_at=signing.expires_at,
            text_id=signing.document_id,
            renewal=slot.renewals,
        )
        for slot in slots
    )


def _facts(convention: Convention, number: int | None, slot: Slot) -> dict[str, object]:
    return {
        "convention_id": convention.id,
        "reference": convention.reference_of(number),
        "amendment": number,
        "org": slot.signatory.org,
        "signatory_id": slot.signatory.person_id,
    }
