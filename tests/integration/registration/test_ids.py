"""An id means one thing only: where another is asked for, it names nothing."""

import pytest

from services.registration.domain.errors import UnknownRegistration
from shared.storage.mongo import Database
from tests.integration.registration.given import STORE, unit_of_work
from tests.unit.registration.given import announced


async def test_the_id_of_a_gathering_is_that_of_no_registration(database: Database) -> None:
    store, club_event = STORE(unit_of_work(database)), announced()
    store.save_club_event(club_event)
    with pytest.raises(UnknownRegistration):
        await store.registration(club_event, club_event.id)
