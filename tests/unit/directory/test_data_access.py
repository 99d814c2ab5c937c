"""The access of a person to their data: who asks, who answers, and what is kept of the answers."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.directory.domain.access_export import GATHERED_WITHIN, AccessExport
from services.directory.domain.commands.data_access import RequestAccess
from services.directory.domain.erasure import SERVICES
from services.directory.domain.errors.data_access import AccessBeingGathered, AccessNotReady
from services.directory.domain.errors.rights import PersonOrStaffOnly
from shared.commands import Actor
from shared.events.access import CollectedPiece, Value
from shared.events.directory import AccessRequested
from shared.events.registration import PersonalDataCollected
from tests.unit.directory.given import CAMILLE, NOBODY, NOW, STAFF

HERSELF = Actor(CAMILLE)


def asked(actor: Actor = HERSELF, *, later: timedelta = timedelta()) -> RequestAccess:
    return RequestAccess(actor=actor, at=NOW + later, person_id=CAMILLE, export_id=uuid4())


def export(command: RequestAccess) -> AccessExport:
    begun = AccessExport.never_asked(command)
    begun.request(command)
    begun.version = 1
    return begun


def answer(export_id: UUID, **row: Value) -> PersonalDataCollected:
    piece = CollectedPiece(
        category="Inscriptions", purpose="…", basis="…", kept="…", rows=(row,), is_cut=False
    )
    return PersonalDataCollected(export_id=export_id, person_id=CAMILLE, collected=(piece,))


@pytest.mark.parametrize("actor", [HERSELF, STAFF])
def test_the_person_or_staff_asks_all_services(actor: Actor) -> None:
    command = asked(actor)
    begun = AccessExport.never_asked(command)
    assert begun.request(command) == (AccessRequested(export_id=command.export_id, person_id=CAMILLE),)
    assert begun.missing == SERVICES
    with pytest.raises(AccessNotReady):
        begun.require_ready()


def test_nobody_else_asks() -> None:
    with pytest.raises(PersonOrStaffOnly):
        export(asked(NOBODY))


def test_it_is_ready_once_every_service_has_answered() -> None:
    begun = export(command := asked())
    org = uuid4()
    for service in SERVICES:
        assert begun.keep_part(service, answer(command.export_id, collectivité=str(org), rang=3))
    assert begun.require_ready() is begun
    assert begun.mentioned == {org}


def test_who_asks_again_waits_for_the_same_answers_unless_they_may_be_lost() -> None:
    begun = export(first := asked())
    with pytest.raises(AccessBeingGathered):
        begun.request(asked(later=GATHERED_WITHIN / 2))
    begun.keep_part("registration", answer(first.export_id, rang=3))
    begun.request(asked(later=GATHERED_WITHIN))
    assert begun.missing == SERVICES
    assert not begun.keep_part("registration", answer(first.export_id, rang=3))
    assert begun.missing == SERVICES
