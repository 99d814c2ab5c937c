"""Needs on a real database: which of two that are to be merged does not exist."""

from uuid import UUID, uuid4

import pytest

from services.registration.domain.commands import needs as commands
from services.registration.domain.need_errors import UnknownNeed
from services.registration.handlers.needs import merge_need, raise_need
from shared.storage.mongo import Database
from tests.integration.registration.given import STORE, keep_member, unit_of_work
from tests.unit.registration.given import MEMBER, NOW, STAFF


async def raised(database: Database) -> UUID:
    """A need of a member."""
    work, need_id = unit_of_work(database), uuid4()
    keep_member(work)
    await work.commit()
    work = unit_of_work(database)
    command = commands.RaiseNeed(
        actor=STAFF, at=NOW, need_id=need_id, org=MEMBER.org, title="Sortir du plastique"
    )
    await raise_need(command, STORE(work))
    await work.commit()
    return need_id


async def test_a_need_merged_into_none_names_the_one_that_does_not_exist(database: Database) -> None:
    need_id = await raised(database)
    for one, other, field in ((need_id, uuid4(), "into_need_id"), (uuid4(), need_id, "need_id")):
        command = commands.MergeNeed(actor=STAFF, at=NOW, need_id=one, into_need_id=other)
        with pytest.raises(UnknownNeed) as refused:
            await merge_need(command, STORE(unit_of_work(database)))
        assert refused.value.facts["field"] == field
