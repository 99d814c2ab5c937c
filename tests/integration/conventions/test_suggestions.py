"""Checks who may be proposed for a request, in which order and for which reasons, on a real database."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from services.conventions.domain.convention.life import Stage
from services.conventions.domain.exchange.offers import Offer
from services.conventions.domain.members import Organisation
from services.conventions.repository.members import MongoMembers
from services.conventions.repository.queries import MongoAgreementQueries
from services.conventions.schemas.exchange import SuggestionOut
from shared.days import club_day
from shared.ids import new_id
from shared.storage.mongo import Database
from shared.storage.unit_of_work import UnitOfWork
from tests.integration.conventions.given_store import ORIGIN, kept
from tests.unit.conventions.given import id_of
from tests.unit.conventions.given_agreement import (
    AT,
    MOUANS,
    in_force,
    member,
    offering,
    qualified,
    receiving,
    signed,
)

BARJAC, MILLAU, LAPSED = id_of("Barjac"), id_of("Millau"), id_of("Lapsed")
TEAMS, WASTE = "Organisation des équipes en cuisine", "Réduction du gaspillage"


async def know(database: Database, organisation: Organisation, *topics: str, published: bool = True) -> None:
    """Let the copies say of a member that it publishes know-how on these topics."""
    work = UnitOfWork(database, ORIGIN)
    members = MongoMembers(work)
    members.keep_organisation(replace(organisation, membership=None))
    if organisation.membership:
        members.keep_membership(organisation.membership)
    for topic in topics:
        offer = Offer(
            id=new_id(),
            sequence=1,
            org=organisation.id,
            topics=(topic,),
            half_days_per_year=4,
            published=published,
        )
        members.keep_offer(offer)
    await work.commit()


async def suggested(database: Database) -> dict[UUID, tuple[str, ...]]:
    """Whom the team may propose, in this order, with the reasons that it reads."""
    found = await MongoAgreementQueries(database).suggestions(qualified(), today=club_day(AT))
    return {each.org: each.reasons for each in map(SuggestionOut.of, found)}


async def test_who_knows_more_comes_first_then_who_is_nearer(database: Database) -> None:
    in_gard: dict[str, Any] = {"departement": "30", "region": "76"}
    await know(database, replace(receiving(), **in_gard), "gaspillage")
    await know(database, replace(offering(), departement="06", region="93"), "equipes_cuisine", "gaspillage")
    await know(database, replace(member(BARJAC, "Barjac", "213000292"), **in_gard), "gaspillage")
    near = replace(member(MILLAU, "Millau", "211201454"), departement="12", region="76")
    await know(database, near, "gaspillage")
    await know(database, replace(member(LAPSED, "Ailleurs", ""), membership=None), "gaspillage")
    await know(database, member(id_of("Paused"), "Paris", "217500016"), "gaspillage", published=False)
    known = f"Publie un savoir-faire\u00a0: {WASTE}."
    assert list((await suggested(database)).items()) == [
        (
            MOUANS,
            ("Publie un savoir-faire\u00a0: Organisation des équipes en cuisine, Réduction du gaspillage.",),
        ),
        (BARJAC, (known, "Du même département.")),
        (MILLAU, (known, "De la même région.")),
    ]


async def test_who_has_signed_has_not_taught_yet(database: Database) -> None:
    await know(database, receiving())
    await know(database, offering(), "gaspillage")
    for number, stage in enumerate((Stage.ENDED, Stage.TERMINATED, Stage.CLOSED), start=20):
        over = in_force()
        over.life.stage = stage
        await kept(database, replace(over, id=new_id(), reference=f"CONV-2026-0{number}"))
    await kept(database, replace(signed(), id=new_id(), reference="CONV-2027-001"))
    await kept(database, replace(in_force(), id=new_id(), reference="CONV-2027-002"))
    assert (await suggested(database))[MOUANS][-1] == "A déjà transmis dans 3 échanges."
