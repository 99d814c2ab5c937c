"""Checks that what the parties were asked to read is kept, version by version."""

from dataclasses import replace
from typing import Any

from services.conventions.domain.commands import convention as commands
from services.conventions.domain.convention.terms import LegalForm
from services.conventions.repository.queries import MongoAgreementQueries
from shared.ids import new_id
from shared.storage.mongo import Database
from tests.integration.conventions.given_store import Desk, kept
from tests.unit.conventions.given import MANDUEL
from tests.unit.conventions.given_agreement import (
    AT,
    CONVENTION,
    PARTIES,
    STAFF,
    TERMS,
    convention,
    referent_of,
)

ABOUT: dict[str, Any] = {"at": AT, "convention_id": CONVENTION}


async def test_each_version_that_was_read_stays_as_it_was(database: Database) -> None:
    await kept(database, convention())
    desk = Desk(database)
    await desk.does(commands.RequestReview(actor=STAFF, **ABOUT), key=CONVENTION)
    asked = commands.CommentText(
        actor=referent_of(MANDUEL),
        comment_id=new_id(),
        org=MANDUEL,
        body="Plutôt un autre titre.",
        asks_change=True,
        **ABOUT,
    )
    await desk.does(asked, key=CONVENTION)
    terms = replace(TERMS, title="Des équipes qui cuisinent")
    for title in ("Un essai", terms.title):  # a draft may change as often as it takes
        revised = commands.ReviseText(
            actor=STAFF,
            legal_form=LegalForm.PARTNERSHIP,
            parties=PARTIES,
            terms=replace(terms, title=title),
            **ABOUT,
        )
        await desk.does(revised, key=CONVENTION)
    await desk.does(commands.RequestReview(actor=STAFF, **ABOUT), key=CONVENTION)

    queries = MongoAgreementQueries(database)
    found = await queries.versions(CONVENTION, after=None, limit=10)
    assert [(each.version, each.terms) for each in found] == [(1, TERMS), (2, terms)]
    assert await queries.versions(CONVENTION, after=1, limit=10) == found[1:]
