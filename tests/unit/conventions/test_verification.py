"""Checks what anybody learns of a document, in each state that it can be in."""

from dataclasses import replace

import pytest

from services.conventions.domain.commands import convention as commands
from services.conventions.domain.commands import signing
from services.conventions.domain.convention import review, signatures
from services.conventions.domain.convention.convention import Convention, Spent
from services.conventions.domain.documents import DocumentKind, FiledDocument
from services.conventions.domain.signing.slots import Method
from services.conventions.domain.verification import Standing, Verification, verification_of
from tests.unit.conventions.given_agreement import (
    AT,
    CONVENTION,
    MOUANS,
    ORGS,
    SHA,
    STAFF,
    being_signed,
    filing,
    finalised,
    opening,
    proof,
    signed,
    slot_command,
    watching,
)

FIRST, LAST = "0" * 64, "2" * 64
TEXT = FiledDocument(
    sha256=SHA, convention_id=CONVENTION, amendment=None, text_version=1, kind=DocumentKind.TEXT
)


def with_signature(sha256: str) -> FiledDocument:
    return replace(TEXT, sha256=sha256, kind=DocumentKind.SIGNED)


def signed_by_one() -> Convention:
    agreement = being_signed()
    left = proof(SHA, FIRST)
    signatures.record_signature(agreement, filing(MOUANS), Method.SIMPLE_OTP, left)
    return agreement


def verified(agreement: Convention, document: FiledDocument, *, named: bool = False) -> Verification:
    return verification_of(agreement, document, named=named)


def test_a_text_that_nobody_has_signed() -> None:
    for agreement in (finalised(), being_signed()):
        known = verified(agreement, TEXT)
        assert (known.standing, known.signatures) == (Standing.UNSIGNED, ())


def test_a_document_that_some_have_signed() -> None:
    known = verified(signed_by_one(), with_signature(FIRST))
    assert (known.standing, known.awaited) == (Standing.SIGNING, 2)
    (party,) = known.signatures
    assert (party.organisation, party.on) == ("Commune de Mouans-Sartoux", AT.date())
    assert (party.method, party.level, party.profile) == (Method.SIMPLE_OTP, "simple", "B-B")


def test_a_document_that_all_have_signed() -> None:
    known = verified(signed(), with_signature(LAST))
    assert (known.standing, known.awaited, len(known.signatures)) == (Standing.SIGNED, 0, len(ORGS))


@pytest.mark.parametrize("document", [TEXT, with_signature(FIRST)])
def test_a_state_before_the_last_one(document: FiledDocument) -> None:
    known = verified(signed(), document)
    assert known.standing is Standing.SUPERSEDED
    assert len(known.signatures) == (document.kind is DocumentKind.SIGNED)


def test_the_name_in_a_code_leads_to_the_last_state() -> None:
    known = verified(signed(), TEXT, named=True)
    assert (known.standing, known.sha256) == (Standing.SIGNED, LAST)


def test_a_newer_version_voids_what_was_signed() -> None:
    agreement = signed_by_one()
    refusal = slot_command(ORGS[1])
    signatures.refuse(
        agreement,
        signing.RefuseToSign(
            actor=refusal.actor, at=AT, convention_id=CONVENTION, org=ORGS[1], reason="Le lieu a changé."
        ),
    )
    for document in (TEXT, with_signature(FIRST)):
        known = verified(agreement, document)
        assert (known.standing, known.signatures, known.awaited) == (Standing.REPLACED, (), 0)


def test_a_window_that_is_over_voids_what_was_signed_but_not_the_text() -> None:
    agreement = signed_by_one()
    signatures.watch(agreement, watching(days=91), Spent())
    assert verified(agreement, with_signature(FIRST)).standing is Standing.LAPSED
    assert verified(agreement, TEXT).standing is Standing.UNSIGNED
    signatures.open_signing(agreement, opening())
    assert verified(agreement, with_signature(FIRST)).standing is Standing.LAPSED
    assert verified(agreement, TEXT).standing is Standing.UNSIGNED


def test_what_was_given_up_is_worth_nothing() -> None:
    agreement = signed_by_one()
    review.abandon(
        agreement,
        commands.Abandon(
            actor=STAFF, at=AT, convention_id=CONVENTION, reason_code="by_staff", reason="Reporté."
        ),
    )
    known = verified(agreement, with_signature(FIRST))
    assert (known.standing, known.signatures) == (Standing.ABANDONED, ())


def test_a_scan_is_no_document() -> None:
    scan = replace(TEXT, sha256="b" * 64, kind=DocumentKind.SCAN)
    assert verified(signed(), scan).standing is Standing.SCAN


def test_no_person_is_told_of() -> None:
    said = repr(verified(signed(), with_signature(LAST)))
    assert "Camille" not in said
    assert "Maire" not in said
