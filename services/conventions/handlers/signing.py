"""Owns one function per command of a signatory: load, decide, save. Decides nothing itself.

A signature is checked, or the seal is put, before the convention changes: a refusal leaves all as it was.
"""

from dataclasses import dataclass
from enum import StrEnum

from services.conventions.domain.authority import require_referent_or_staff, require_staff
from services.conventions.domain.commands import signing as commands
from services.conventions.domain.convention import signatures
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.documents import (
    CheckedFile,
    DocumentKind,
    Mention,
    StoredDocument,
    digest_of,
)
from services.conventions.domain.errors.signing import UnknownDocument, UploadRefused
from services.conventions.domain.signing.slots import Method, Proof, Slot
from services.conventions.handlers.visits import cancel_void_visits
from services.conventions.ports.office import Office


class Outcome(StrEnum):
    """What became of a try to sign."""

    ACCEPTED = "accepted"
    WRONG_CODE = "wrong_code"
    OTHER_TEXT = "other_text"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to sign: a wrong code is counted and another text noted, so that neither is a refusal here."""

    convention: Convention
    outcome: Outcome

    @property
    def accepted(self) -> bool:
        """Whether it is signed."""
        return self.outcome is Outcome.ACCEPTED


async def open_document(command: commands.OpenDocument, office: Office) -> Convention:
    """Note that a signatory looked at the document."""
    convention = await office.store.convention(command.convention_id)
    signing = convention.deed_of(command.amendment).open_for_signature()
    signing.note_opened(command.org, command.actor.person_id, at=command.at, trace=command.trace)
    office.store.save_convention(convention)
    return convention


async def send_code(command: commands.SendCode, office: Office) -> Convention:
    """Let a signatory have a code by a message of its own."""
    convention = await office.store.convention(command.convention_id)
    slot = _slot(convention, command)
    person = await office.store.person(slot.signatory.person_id)
    masked = person.masked_email if person else ""
    events = signatures.send_code(convention, command, masked_address=masked)
    office.store.save_convention(convention, events)
    return convention


async def sign_with_code(command: commands.SignWithCode, office: Office) -> Attempt:
    """Check the code, and that it is meant for this text; then put the seal that says so."""
    convention = await office.store.convention(command.convention_id)
    slot = _slot(convention, command)
    signing = convention.deed_of(command.amendment).open_for_signature()
    if command.sha256 != signing.base_sha256:
        signing.note_other_text(slot, command.sha256, at=command.at, trace=command.trace)
        office.store.save_convention(convention)
        return Attempt(convention, Outcome.OTHER_TEXT)
    if not slot.standing_code(command.at).matches(command.code):
        return _wrong_code(convention, command, slot, command.code, office)
    sealed = await _sealed(convention, command, slot, Method.SIMPLE_OTP, office)
    signing.take_code(slot, command.code, at=command.at, trace=command.trace)
    await _record(convention, command, Method.SIMPLE_OTP, sealed, office)
    return Attempt(convention, Outcome.ACCEPTED)


async def sign_outside(command: commands.SignOutside, office: Office) -> Attempt:
    """Take the document that a signatory signed with a tool of their own; the seal says that it came so.

    Whoever comes by the link of a mail gives the code besides: the link alone signs nothing.
    """
    convention = await office.store.convention(command.convention_id)
    slot = _slot(convention, command)
    signing = convention.deed_of(command.amendment).open_for_signature()
    code = command.code
    if code is not None and not slot.standing_code(command.at).matches(code):
        return _wrong_code(convention, command, slot, code, office)
    mention = await _mention(convention, command, slot, Method.EXTERNAL_PADES, office)
    before = await _document(convention, command, office)
    checked = await office.notary.check_signed(
        command.file, mention, before=before, last=signing.completes_it(slot)
    )
    if code is not None:
        signing.take_code(slot, code, at=command.at, trace=command.trace)
    signed = _proof(before, checked, mention), checked
    await _record(convention, command, Method.EXTERNAL_PADES, signed, office)
    return Attempt(convention, Outcome.ACCEPTED)


async def upload_scan(command: commands.UploadScan, office: Office) -> Convention:
    """Keep the scan of a paper signed by hand, until staff confirms it."""
    convention = await office.store.convention(command.convention_id)
    signing = convention.deed_of(command.amendment).open_for_signature()
    if command.actor.person_id != signing.slot_of(command.org).signatory.person_id:
        require_referent_or_staff(command.actor, command.org)
    slot = signing.awaited(command.org, at=command.at)
    sha256 = digest_of(command.file)
    await _require_paper(sha256, office)
    await office.notary.check_scan(command.file)
    signing.take_scan(
        slot, scan_id=command.document_id, sha256=sha256, at=command.at, facts=command.trace.facts()
    )
    office.store.keep_document(_stored(convention, command, DocumentKind.SCAN, command.file))
    office.store.save_convention(convention)
    return convention


async def confirm_scan(command: commands.ConfirmScan, office: Office) -> Convention:
    """Say that a scan is the text, signed by the signatory: the seal says so."""
    require_staff(command.actor)
    convention = await office.store.convention(command.convention_id)
    signing = convention.deed_of(command.amendment).open_for_signature()
    slot = signing.scanned(command.org, at=command.at)
    sealed = await _sealed(convention, command, slot, Method.PAPER_SCAN, office)
    signing.confirm_scan(slot, at=command.at, by=str(command.actor))
    await _record(convention, command, Method.PAPER_SCAN, sealed, office)
    return convention


async def refuse_to_sign(command: commands.RefuseToSign, office: Office) -> Convention:
    """Say no, with a reason."""
    convention = await office.store.convention(command.convention_id)
    office.store.save_convention(convention, signatures.refuse(convention, command))
    return convention


def _wrong_code(
    convention: Convention, command: commands.SlotCommand, slot: Slot, code: str, office: Office
) -> Attempt:
    signing = convention.deed_of(command.amendment).open_for_signature()
    signing.take_code(slot, code, at=command.at, trace=command.trace)
    office.store.save_convention(convention)
    return Attempt(convention, Outcome.WRONG_CODE)


async def _require_paper(sha256: str, office: Office) -> None:
    """Let pass bytes that the platform did not make, nor was given before.

    Raises:
        UploadRefused: it is a document of a convention, not the scan of a paper.
    """
    try:
        known = await office.store.document(sha256)
    except UnknownDocument:
        return
    raise UploadRefused(
        f"Ce fichier est déjà un document de la convention {known.reference}\u00a0: "
        "déposez la numérisation du papier signé à la main.",
        reason="not_a_scan",
    )


def _slot(convention: Convention, command: commands.SlotCommand) -> Slot:
    """The slot of the party that its own signatory acts on."""
    signing = convention.deed_of(command.amendment).open_for_signature()
    return signing.awaited(command.org, command.actor.person_id, at=command.at)


async def _sealed(
    convention: Convention, command: commands.FilingCommand, slot: Slot, method: Method, office: Office
) -> tuple[Proof, CheckedFile]:
    """The document with the seal that says how this party signed. Nothing has changed yet."""
    signing = convention.deed_of(command.amendment).open_for_signature()
    mention = await _mention(convention, command, slot, method, office)
    before = await _document(convention, command, office)
    sealed = await office.notary.seal(before, mention, last=signing.completes_it(slot))
    return _proof(before, sealed, mention), sealed


async def _mention(
    convention: Convention, command: commands.FilingCommand, slot: Slot, method: Method, office: Office
) -> Mention:
    person = await office.store.person(slot.signatory.person_id)
    return Mention(
        party=convention.party(command.org),
        signatory=slot.signatory,
        name=person.name if person else "",
        method=method,
        at=command.at,
        journal_hash=convention.deed_of(command.amendment).open_for_signature().journal.last_hash,
        scan_sha256=slot.scan_sha256,
    )


def _proof(before: bytes, checked: CheckedFile, mention: Mention) -> Proof:
    return Proof(
        sha256_before=digest_of(before),
        sha256_after=digest_of(checked.content),
        level=checked.level.value,
        profile=checked.profile,
        signer=checked.signer,
        findings=checked.findings,
        name=mention.name,
    )


async def _record(
    convention: Convention,
    command: commands.FilingCommand,
    method: Method,
    signed: tuple[Proof, CheckedFile],
    office: Office,
) -> None:
    proof, checked = signed
    events = signatures.record_signature(convention, command, method, proof)
    office.store.keep_document(_stored(convention, command, DocumentKind.SIGNED, checked.content))
    office.store.save_convention(convention, events)
    if command.amendment is not None:
        await cancel_void_visits(convention, command.at, office)


async def _document(convention: Convention, command: commands.SlotCommand, office: Office) -> bytes:
    """The document as it stands, with the signatures so far."""
    signing = convention.deed_of(command.amendment).open_for_signature()
    return (await office.store.document(signing.sha256)).content


def _stored(
    convention: Convention, command: commands.FilingCommand, kind: DocumentKind, content: bytes
) -> StoredDocument:
    return StoredDocument(
        id=command.document_id,
        convention_id=convention.id,
        reference=convention.reference_of(command.amendment),
        amendment=command.amendment,
        text_version=convention.deed_of(command.amendment).text_version,
        kind=kind,
        at=command.at,
        people=convention.people,
        content=content,
    )
