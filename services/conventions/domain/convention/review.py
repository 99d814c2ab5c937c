"""Owns the way of a text to the parties and to its frozen document: revised, read, approved or given up.

The rules of a text are in `Deed`; here each step finds its text and becomes events.
"""

from datetime import datetime
from uuid import UUID

from services.conventions.domain.authority import require_staff
from services.conventions.domain.commands import convention as commands
from services.conventions.domain.convention.completeness import missing_fields
from services.conventions.domain.convention.convention import Convention, Events
from services.conventions.domain.convention.deed import DeedState, FrozenDocument
from services.conventions.domain.convention.versions import TextVersion
from services.conventions.domain.errors.convention import InvalidTerms, TextIncomplete
from shared.events import conventions as told


def revise(convention: Convention, command: commands.ReviseText) -> Events:
    """Change the text; one that was in review becomes a new version.

    Raises:
        StaffOnly: the actor is not of the team.
        DeedStateRefuses: the text is frozen.
        InvalidTerms: the parties are not those of the match.
    """
    require_staff(command.actor)
    bound = {(party.org, party.role) for party in convention.parties}
    if len(command.parties) != len(bound) or {(one.org, one.role) for one in command.parties} != bound:
        raise InvalidTerms("Les parties sont celles de la mise en relation.", field="parties")
    revised = convention.deed.start_revision()
    convention.legal_form, convention.parties, convention.terms = (
        command.legal_form,
        command.parties,
        command.terms,
    )
    return convention.tell_revised("by_staff") if revised else ()


def request_review(convention: Convention, command: commands.RequestReview) -> Events:
    """Give the text to the parties to read.

    Raises:
        StaffOnly: the actor is not of the team.
        DeedStateRefuses: it is no draft.
        TextIncomplete: fields that this legal form needs are missing.
    """
    require_staff(command.actor)
    deed = convention.deed_of(command.amendment)
    deed.require(DeedState.DRAFT)
    if missing := missing_fields(
        convention.legal_form, convention.parties, convention.terms_of(command.amendment)
    ):
        raise TextIncomplete(missing=missing)
    deed.request_review()
    if command.amendment is not None:
        facts = convention.amendment_facts(command.amendment)
        return (told.AmendmentReviewRequested(**facts, version=deed.text_version),)
    return (told.ConventionReviewRequested(**convention.text_facts()),)


def version_in_review(convention: Convention, at: datetime) -> TextVersion:
    """The text as it goes to the parties."""
    return TextVersion(
        convention_id=convention.id,
        version=convention.deed.text_version,
        at=at,
        legal_form=convention.legal_form,
        parties=convention.parties,
        terms=convention.terms,
    )


def comment(convention: Convention, command: commands.CommentText) -> Events:
    """Say something about the text in review; asking for a change sends it back.

    Raises:
        NotYourOrganisation, NotAParty, DeedStateRefuses, TooManyComments: see `Deed.comment`.
    """
    if not convention.deed_of(command.amendment).comment(command, convention.parties):
        return ()
    if command.amendment is None:
        return convention.tell_revised("change_asked")
    facts = convention.amendment_facts(command.amendment)
    return (told.AmendmentRevised(**facts, reason_code="change_asked"),)


def approve(convention: Convention, command: commands.ApproveText) -> bool:
    """Agree to the text, for a party; whether that was the last one, so that `finalise` is to follow.

    Raises:
        NotYourOrganisation, NotAParty, DeedStateRefuses, OtherVersion: see `Deed.approve`.
    """
    return convention.deed_of(command.amendment).approve(command, convention.parties)


def finalise(convention: Convention, amendment: int | None, *, document_id: UUID, sha256: str) -> Events:
    """Freeze the document that every party approved."""
    deed = convention.deed_of(amendment)
    deed.freeze(FrozenDocument(id=document_id, version=deed.text_version, sha256=sha256))
    frozen = {"version": deed.text_version, "document_id": document_id, "sha256": sha256}
    if amendment is not None:
        return (told.AmendmentFinalised(**convention.amendment_facts(amendment), **frozen),)
    return (told.ConventionFinalised(convention_id=convention.id, **frozen),)


def abandon(convention: Convention, command: commands.Abandon) -> Events:
    """Give up the convention, or an amendment, before every party has signed.

    Raises:
        StaffOnly: the actor is not of the team.
        DeedStateRefuses: every party signed, or it was given up.
    """
    require_staff(command.actor)
    convention.deed_of(command.amendment).abandon(command.reason)
    if command.amendment is not None:
        facts = convention.amendment_facts(command.amendment)
        return (told.AmendmentAbandoned(**facts, reason_code=command.reason_code),)
    abandoned = told.ConventionAbandoned(
        convention_id=convention.id,
        exchange_request_id=convention.exchange_request_id,
        reason_code=command.reason_code,
    )
    return (abandoned,)
