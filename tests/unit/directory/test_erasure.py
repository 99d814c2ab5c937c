"""The forgetting of a person: who may ask, who decides, what is left, and who is late."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.directory.domain.commands.erasures import (
    AlertOnErasure,
    ErasePerson,
    RefuseErasure,
    RequestErasure,
)
from services.directory.domain.erasure import SERVICES, Erasure, ErasureState
from services.directory.domain.errors.erasures import ErasureAlreadyRequested, ErasureNotRequested
from services.directory.domain.errors.people import UnknownPerson
from services.directory.domain.errors.rights import AdminOnly, PersonOrStaffOnly
from services.directory.domain.identity import Identity
from services.directory.handlers.erasures import erase_person, request_erasure
from shared.commands import SYSTEM, Actor
from shared.events.directory import ErasureOverdue, ErasureRefused, ErasureRequested, PersonErased
from tests.fakes.directory import InMemoryDirectory
from tests.unit.directory.given import ADMIN, CAMILLE, NOBODY, NOW, STAFF, invited

HERSELF = Actor(CAMILLE)
WITHIN = timedelta(hours=72)


def asked(actor: Actor = HERSELF) -> RequestErasure:
    return RequestErasure(actor=actor, at=NOW, person_id=CAMILLE, reason="Je quitte mes fonctions.")


def granted(actor: Actor = ADMIN) -> ErasePerson:
    return ErasePerson(actor=actor, at=NOW, person_id=CAMILLE)


def begun() -> Erasure:
    erasure = Erasure.begun(CAMILLE, NOW)
    erasure.request(asked())
    return replace(erasure, version=1)


def directory_with_camille() -> InMemoryDirectory:
    directory = InMemoryDirectory()
    directory.save_person(invited(), ())
    return directory


@pytest.mark.parametrize("actor", [HERSELF, STAFF])
async def test_the_person_or_staff_may_ask_and_the_answer_is_due_within_a_month(actor: Actor) -> None:
    directory = directory_with_camille()
    erasure = await request_erasure(asked(actor), directory)
    assert (erasure.state, erasure.deadline) == (ErasureState.REQUESTED, date(2027, 4, 11))
    assert directory.told == [ErasureRequested(person_id=CAMILLE)]


def test_nobody_else_asks_and_nobody_asks_twice() -> None:
    with pytest.raises(PersonOrStaffOnly):
        Erasure.begun(CAMILLE, NOW).request(asked(NOBODY))
    with pytest.raises(ErasureAlreadyRequested):
        begun().request(asked())


@pytest.mark.parametrize("actor", [HERSELF, STAFF])
def test_only_an_administrator_decides(actor: Actor) -> None:
    with pytest.raises(AdminOnly):
        begun().grant(granted(actor))
    with pytest.raises(AdminOnly):
        begun().refuse(RefuseErasure(actor=actor, at=NOW, person_id=CAMILLE, reason="Mandat en cours."))


def test_a_refused_request_can_be_made_again_and_is_not_refused_twice() -> None:
    erasure = begun()
    refusal = RefuseErasure(actor=ADMIN, at=NOW, person_id=CAMILLE, reason="Mandat en cours.")
    assert erasure.refuse(refusal) == (ErasureRefused(person_id=CAMILLE),)
    assert (erasure.state, erasure.refusal) == (ErasureState.REFUSED, "Mandat en cours.")
    with pytest.raises(ErasureNotRequested):
        erasure.refuse(refusal)
    erasure.request(asked())
    assert (erasure.state, erasure.refusal) == (ErasureState.REQUESTED, "")


@pytest.mark.parametrize("actor", [ADMIN, SYSTEM])
async def test_an_erased_person_is_an_id_and_nothing_else(actor: Actor) -> None:
    directory = directory_with_camille()
    await request_erasure(asked(), directory)
    erasure = await erase_person(granted(actor), directory)
    assert directory.told[-1] == PersonErased(person_id=CAMILLE, deadline=date(2027, 4, 11))
    kept = directory._people[CAMILLE]
    nowhere = f"{CAMILLE}@erased.invalid"
    assert kept.identity == Identity(given_name="", family_name="", email=nowhere, phone=None)
    assert (kept.held, kept.roles, kept.recheck_on) == ((), (), None)
    assert (erasure.reason, erasure.missing) == ("", SERVICES)
    with pytest.raises(UnknownPerson):
        await erase_person(granted(), directory)


def test_services_that_are_late_are_told_once() -> None:
    erasure = begun()
    erasure.grant(granted())
    erasure.note_scrubbed("registration", at=NOW)

    def alert(hours: float) -> AlertOnErasure:
        now = NOW + timedelta(hours=hours)
        return AlertOnErasure(actor=SYSTEM, at=now, person_id=CAMILLE, erased_before=now - WITHIN)

    assert erasure.alert(alert(71)) == ()
    missing = ("directory", "conventions", "notifications")
    assert erasure.alert(alert(73)) == (
        ErasureOverdue(person_id=CAMILLE, missing=missing, deadline=erasure.deadline),
    )
    assert erasure.alert(alert(74)) == ()


def test_nobody_is_late_once_all_have_confirmed() -> None:
    erasure = begun()
    erasure.grant(granted())
    for service in SERVICES:
        erasure.note_scrubbed(service, at=NOW)
    late = NOW + timedelta(days=4)
    alert = AlertOnErasure(actor=SYSTEM, at=late, person_id=CAMILLE, erased_before=late - WITHIN)
    assert (erasure.missing, erasure.alert(alert)) == ((), ())
