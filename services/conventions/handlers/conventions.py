"""Owns one function per command about conventions, but for signing: load, decide, save. Decides nothing."""

from services.conventions.domain.authority import require_staff
from services.conventions.domain.commands import convention as commands
from services.conventions.domain.convention import course, review
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.drafting import draft_of
from services.conventions.domain.convention.signatures import watch
from services.conventions.domain.convention.text import text_of
from services.conventions.domain.documents import DocumentKind, StoredDocument, digest_of
from services.conventions.domain.visits.balance import spent_by
from services.conventions.handlers.reports import request_final_report
from services.conventions.handlers.visits import cancel_void_visits
from services.conventions.ports.office import Office
from shared.days import club_day


async def draft_convention(command: commands.DraftConvention, office: Office) -> Convention:
    """Begin to write down a match, under the next reference of the year."""
    require_staff(command.actor)
    store, press = office.store, office.press
    request = await store.exchange_request(command.exchange_request_id)
    offering = await store.member(request.offering_org)
    receiving = await store.member(request.receiving_org)
    clauses = press.clauses(command.legal_form, press.template_version)
    convention = draft_of(command, request, (offering, receiving), clauses)
    convention.template_version = press.template_version
    request.put_under_convention(command.convention_id)
    references = await store.references("CONV", club_day(command.at).year)
    convention.reference = references.give()
    store.save_references(references)
    store.save_exchange_request(request)
    store.save_convention(convention, convention.tell_drafted())
    return convention


async def revise_text(command: commands.ReviseText, office: Office) -> Convention:
    """Write another version."""
    convention = await office.store.convention(command.convention_id)
    office.store.save_convention(convention, review.revise(convention, command))
    return convention


async def request_review(command: commands.RequestReview, office: Office) -> Convention:
    """Give the text to the parties to read; what they read is kept."""
    convention = await office.store.convention(command.convention_id)
    office.store.save_convention(convention, review.request_review(convention, command))
    if command.amendment is None:
        office.store.keep_version(review.version_in_review(convention, command.at))
    return convention


async def comment_text(command: commands.CommentText, office: Office) -> Convention:
    """Say something about the text in review."""
    convention = await office.store.convention(command.convention_id)
    office.store.save_convention(convention, review.comment(convention, command))
    return convention


async def approve_text(command: commands.ApproveText, office: Office) -> Convention:
    """Agree to the text; the last party's agreement freezes the document."""
    convention = await office.store.convention(command.convention_id)
    if not review.approve(convention, command):
        office.store.save_convention(convention)
        return convention
    content = await office.press.write(
        text_of(convention, command.amendment, document_id=command.document_id), dated=club_day(command.at)
    )
    office.store.keep_document(
        StoredDocument(
            id=command.document_id,
            convention_id=convention.id,
            reference=convention.reference_of(command.amendment),
            amendment=command.amendment,
            text_version=convention.deed_of(command.amendment).text_version,
            kind=DocumentKind.TEXT,
            at=command.at,
            people=convention.people,
            content=content,
        )
    )
    events = review.finalise(
        convention, command.amendment, document_id=command.document_id, sha256=digest_of(content)
    )
    office.store.save_convention(convention, events)
    return convention


async def abandon(command: commands.Abandon, office: Office) -> Convention:
    """Give it up before every party has signed; the request looks for somebody else."""
    convention = await office.store.convention(command.convention_id)
    events = review.abandon(convention, command)
    office.store.save_convention(convention, events)
    if command.amendment is None:
        await cancel_void_visits(convention, command.at, office)
        request = await office.store.exchange_request(convention.exchange_request_id)
        office.store.save_exchange_request(request, request.reopen())
    return convention


async def record_transmission(command: commands.RecordTransmission, office: Office) -> Convention:
    """Record what a party did about the control of legality."""
    convention = await office.store.convention(command.convention_id)
    office.store.save_convention(convention, course.record_transmission(convention, command))
    return convention


async def draft_amendment(command: commands.DraftAmendment, office: Office) -> Convention:
    """Begin to change a signed convention."""
    convention = await office.store.convention(command.convention_id)
    course.draft_amendment(convention, command)
    office.store.save_convention(convention)
    return convention


async def revise_amendment(command: commands.ReviseAmendment, office: Office) -> Convention:
    """Write another version of an amendment."""
    convention = await office.store.convention(command.convention_id)
    office.store.save_convention(convention, course.revise_amendment(convention, command))
    return convention


async def record_termination(command: commands.RecordTermination, office: Office) -> Convention:
    """Record that a party ends it early: visits beyond that day are cancelled at once."""
    convention = await office.store.convention(command.convention_id)
    office.store.save_convention(convention, course.terminate(convention, command))
    await cancel_void_visits(convention, command.at, office)
    return convention


async def watch_convention(command: commands.WatchConvention, office: Office) -> Convention:
    """Do what is due to a convention; once it is over, cancel what was to come and ask for its report."""
    convention = await office.store.convention(command.convention_id)
    spent = spent_by(await office.visits.visits_under(convention.id))
    office.store.save_convention(convention, watch(convention, command, spent))
    if convention.is_over:
        await cancel_void_visits(convention, command.at, office)
    if convention.wants_final_report:
        request_final_report(convention, command, office)
    return convention
