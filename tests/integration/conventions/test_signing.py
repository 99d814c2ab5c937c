"""Checks signing on a real database with real documents: who is late, wrong, twice or no longer in office."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.conventions.domain.authority import FACILITATOR
from services.conventions.domain.commands import convention as commands
from services.conventions.domain.commands import signing
from services.conventions.domain.convention.convention import Convention, ConventionState
from services.conventions.domain.documents import digest_of
from services.conventions.domain.errors.rights import NotYourOrganisation
from services.conventions.domain.errors.signing import (
    CodeVoid,
    MandateOver,
    NotTheSignatory,
    SlotOver,
    UploadRefused,
)
from services.conventions.domain.people import Person
from services.conventions.domain.signing.slots import CODE_TRIES_MAX
from services.conventions.handlers.members import keep_people
from services.conventions.handlers.signatories import ask_for_new_signatory
from services.conventions.handlers.signing import Attempt
from services.conventions.repository.agreements import MongoAgreements
from services.conventions.repository.members import MongoMembers
from services.conventions.repository.queries import MongoAgreementQueries
from shared.commands import Actor
from shared.days import first_instant
from shared.events.directory import MandateEnded
from shared.ids import new_id
from shared.storage.mongo import Database
from shared.storage.unit_of_work import UnitOfWork
from tests.fakes.signing_tool import SigningTool, scanned
from tests.integration.conventions.given_store import ORIGIN, Desk, kept, office, told
from tests.unit.conventions.given import MANDUEL
from tests.unit.conventions.given import told as as_told
from tests.unit.conventions.given_agreement import (
    AT,
    CONVENTION,
    MOUANS,
    ORGS,
    STAFF,
    approval,
    as_signatory,
    convention,
    opening,
    signatory_of,
)

CODE = "123456"
TOOL = SigningTool("Camille Martin")


@pytest.fixture
async def desk(database: Database) -> Desk:
    """Where everybody can sign: one process of the service."""
    await kept(database, convention())
    work = UnitOfWork(database, ORIGIN)
    for org in ORGS:
        email = f"{org.hex}@example.org"
        person = Person(id=signatory_of(org).person_id, sequence=1, name="Maire", email=email)
        MongoMembers(work).keep_person(person)
    await work.commit()
    desk = Desk(database)
    about: dict[str, Any] = {"at": AT, "convention_id": CONVENTION}
    await desk.does(commands.RequestReview(actor=STAFF, **about), key=CONVENTION)
    for org in ORGS:
        await desk.does(approval(org), key=CONVENTION)
    await desk.does(opening(), key=CONVENTION)
    document = (await now(database)).deed.document
    assert document is not None
    desk.shown = document.sha256
    return desk


def by(org: UUID, *, at: datetime = AT, **asked: Any) -> dict[str, Any]:
    return {"actor": as_signatory(org), "at": at, "convention_id": CONVENTION, "org": org, **asked}


async def sends_code(desk: Desk, org: UUID, *, at: datetime = AT) -> None:
    await desk.does(signing.SendCode(**by(org, at=at, code=CODE, nonce="n")), key=CONVENTION)


async def signs(desk: Desk, org: UUID, code: str = CODE, *, at: datetime = AT) -> Attempt:
    command = signing.SignWithCode(**by(org, at=at, code=code, document_id=new_id(), sha256=desk.shown))
    attempt: Attempt = await desk.does(command, key=CONVENTION)
    return attempt


async def now(database: Database) -> Convention:
    return await MongoAgreementQueries(database).convention(CONVENTION)


async def document(database: Database) -> bytes:
    sha256 = (await now(database)).deed.sha256
    assert sha256 is not None
    return (await MongoAgreementQueries(database).document(sha256)).content


async def test_parties_that_sign_at_once_in_several_processes_sign_one_document(
    desk: Desk, database: Database
) -> None:
    for org in ORGS:
        await sends_code(desk, org)
    processes = [desk, desk.beside(database), desk.beside(database)]
    await asyncio.gather(*(signs(process, org) for process, org in zip(processes, ORGS, strict=True)))
    signed = await now(database)
    assert signed.state is ConventionState.SIGNED
    assert signed.deed.signing is not None
    assert signed.deed.signing.journal.is_intact
    assert digest_of(await document(database)) == signed.deed.signing.sha256
    assert (await told(database)).count("ConventionSigned") == 1


async def test_a_signatory_who_presses_twice_signs_once(desk: Desk, database: Database) -> None:
    await sends_code(desk, MANDUEL)
    other = desk.beside(database)
    answers = await asyncio.gather(signs(desk, MANDUEL), signs(other, MANDUEL), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) in (
        ["Attempt", "SlotOver"],
        ["Attempt", "CodeVoid"],
    )
    assert (await told(database)).count("ConventionPartySigned") == 1


async def test_a_code_serves_once_and_for_a_quarter_of_an_hour(desk: Desk, database: Database) -> None:
    await sends_code(desk, MANDUEL)
    with pytest.raises(CodeVoid):
        await signs(desk, MANDUEL, at=AT + timedelta(minutes=15))
    await sends_code(desk, MANDUEL, at=AT + timedelta(minutes=20))
    assert (await signs(desk, MANDUEL, at=AT + timedelta(minutes=21))).accepted
    with pytest.raises(SlotOver):
        await signs(desk, MANDUEL, at=AT + timedelta(minutes=22))
    assert (await told(database)).count("ConventionPartySigned") == 1


async def test_after_ten_wrong_codes_the_right_one_is_void_too(desk: Desk, database: Database) -> None:
    await sends_code(desk, MANDUEL)
    for _ in range(CODE_TRIES_MAX):
        assert not (await signs(desk, MANDUEL, "000000")).accepted
    with pytest.raises(CodeVoid):
        await signs(desk, MANDUEL)
    assert (await now(database)).deed.sha256 == (await now(database)).deed.open_for_signature().base_sha256
    await sends_code(desk, MANDUEL, at=AT + timedelta(minutes=1))
    assert (await signs(desk, MANDUEL, at=AT + timedelta(minutes=1))).accepted


async def test_nobody_signs_for_another_party_nor_with_their_code(desk: Desk) -> None:
    await sends_code(desk, MANDUEL)
    other = by(MANDUEL, code=CODE, document_id=new_id(), sha256=desk.shown) | {"actor": as_signatory(MOUANS)}
    with pytest.raises(NotTheSignatory):
        await desk.does(signing.SignWithCode(**other), key=CONVENTION)
    with pytest.raises(CodeVoid):
        await signs(desk, MOUANS)


async def test_a_document_signed_before_the_others_signed_is_not_the_document_any_more(
    desk: Desk, database: Database
) -> None:
    downloaded = await document(database)
    await sends_code(desk, MANDUEL)
    await signs(desk, MANDUEL)
    mine = await TOOL.sign(downloaded)
    with pytest.raises(UploadRefused):
        await upload(desk, MOUANS, mine)
    await upload(desk, MOUANS, await TOOL.sign(await document(database)))
    assert (await told(database)).count("ConventionPartySigned") == 2


async def upload(desk: Desk, org: UUID, file: bytes) -> None:
    await desk.does(signing.SignOutside(**by(org, document_id=new_id(), file=file)), key=CONVENTION)


async def test_the_signatory_or_the_referent_brings_the_scan_and_nobody_else(
    desk: Desk, database: Database
) -> None:
    scan = scanned()

    async def bring(actor: Actor) -> None:
        asked = by(MANDUEL, document_id=new_id(), file=scan) | {"actor": actor}
        await desk.does(signing.UploadScan(**asked), key=CONVENTION)

    with pytest.raises(NotYourOrganisation):
        await bring(as_signatory(MOUANS))
    await bring(as_signatory(MANDUEL))
    confirm = by(MANDUEL, document_id=new_id()) | {"actor": STAFF}
    await desk.does(signing.ConfirmScan(**confirm), key=CONVENTION)
    assert (await told(database)).count("ConventionPartySigned") == 1


async def test_who_loses_the_election_signs_no_more_and_the_successor_does(
    desk: Desk, database: Database
) -> None:
    await sends_code(desk, MANDUEL)
    former = signatory_of(MANDUEL)
    ended = MandateEnded(
        person_id=former.person_id,
        org=MANDUEL,
        starts_on=date(2020, 5, 25),
        ends_on=AT.date() - timedelta(days=1),
        title_code="maire",
    )
    event = as_told(ended, 2).model_copy(update={"time": AT})
    work = UnitOfWork(database, ORIGIN)
    await keep_people(event, MongoMembers(work))
    await ask_for_new_signatory(event, office(work))
    await work.commit()
    with pytest.raises(MandateOver):
        await signs(desk, MANDUEL)
    successor = signatory_of(MANDUEL, person_id=new_id())
    work = UnitOfWork(database, ORIGIN)
    MongoMembers(work).keep_person(
        Person(id=successor.person_id, sequence=1, name="Nouvelle maire", email="n@example.org")
    )
    await work.commit()
    replaced = signing.ReplaceSignatory(actor=STAFF, at=AT, convention_id=CONVENTION, signatory=successor)
    await desk.does(replaced, key=CONVENTION)
    asked = by(MANDUEL, code=CODE, nonce="n") | {"actor": Actor(successor.person_id)}
    await desk.does(signing.SendCode(**asked), key=CONVENTION)
    asked = by(MANDUEL, code=CODE, document_id=new_id(), sha256=desk.shown) | {
        "actor": Actor(successor.person_id)
    }
    assert (await desk.does(signing.SignWithCode(**asked), key=CONVENTION)).accepted
    names = await told(database)
    assert names[-4:] == [
        "ConventionSignatoryNeeded",
        "ConventionSignatureRequested",
        "ConventionSignatureCodeIssued",
        "ConventionPartySigned",
    ]


async def test_a_mandate_that_will_end_is_looked_at_on_that_day(desk: Desk, database: Database) -> None:
    last_day = AT.date() + timedelta(days=3)
    ended = MandateEnded(
        person_id=signatory_of(MANDUEL).person_id,
        org=MANDUEL,
        starts_on=date(2020, 5, 25),
        ends_on=last_day,
        title_code="maire",
    )
    event = as_told(ended, 2).model_copy(update={"time": AT})
    work = UnitOfWork(database, ORIGIN)
    await keep_people(event, MongoMembers(work))
    await ask_for_new_signatory(event, office(work))
    await work.commit()
    assert (await now(database)).due_at == first_instant(last_day + timedelta(days=1))
    await sends_code(desk, MANDUEL)
    with pytest.raises(MandateOver):
        await signs(desk, MANDUEL, at=AT + timedelta(days=4))


async def test_a_refusal_voids_the_signatures_of_the_others(desk: Desk, database: Database) -> None:
    await sends_code(desk, MANDUEL)
    await signs(desk, MANDUEL)
    await desk.does(signing.RefuseToSign(**by(MOUANS, reason="Trop cher.")), key=CONVENTION)
    refused = await now(database)
    assert (refused.state, refused.deed.text_version, refused.deed.sha256) == (ConventionState.DRAFT, 2, None)
    stored = MongoAgreements(UnitOfWork(database))
    assert await stored.awaiting(signatory_of(FACILITATOR).person_id) == []
