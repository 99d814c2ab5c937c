"""What a person consents to: given on the text in force, withdrawn at any time, and never forgotten."""

from datetime import timedelta

import pytest

from services.directory.domain.commands.consents import ChangeConsent
from services.directory.domain.consents import KEPT_CHOICES, Consents
from services.directory.domain.errors.consents import OutdatedWording
from services.directory.domain.errors.people import UnknownPerson
from services.directory.domain.errors.rights import PersonOrStaffOnly
from services.directory.domain.wordings import TEXTS, Purpose, in_force
from services.directory.handlers.consents import change_consent
from shared.commands import Actor
from shared.events.directory import ConsentChanged
from tests.fakes.directory import InMemoryDirectory
from tests.unit.directory.given import CAMILLE, NOBODY, NOW, STAFF, invited

HERSELF = Actor(CAMILLE)


def chosen(
    purpose: Purpose = Purpose.PHOTOS,
    *,
    granted: bool = True,
    version: int = 1,
    actor: Actor = HERSELF,
    hours: int = 0,
) -> ChangeConsent:
    return ChangeConsent(
        actor=actor,
        at=NOW + timedelta(hours=hours),
        person_id=CAMILLE,
        purpose=purpose,
        granted=granted,
        wording_version=version,
    )


def told(purpose: Purpose, *, granted: bool) -> ConsentChanged:
    return ConsentChanged(person_id=CAMILLE, purpose=purpose, granted=granted, wording_version=1)


@pytest.mark.parametrize("actor", [HERSELF, STAFF])
def test_the_person_or_staff_says_it_and_the_history_says_who(actor: Actor) -> None:
    consents = Consents(id=CAMILLE)
    assert consents.change(chosen(actor=actor)) == (told(Purpose.PHOTOS, granted=True),)
    [choice] = consents.choices
    assert (choice.by, choice.at, choice.wording_version) == (str(actor), NOW, 1)
    assert consents.granted == (Purpose.PHOTOS,)


def test_nobody_else_consents_for_a_person() -> None:
    consents = Consents(id=CAMILLE)
    with pytest.raises(PersonOrStaffOnly):
        consents.change(chosen(actor=NOBODY))
    assert consents.choices == ()


def test_a_consent_is_withdrawn_whenever_the_person_wants_and_stays_in_the_history() -> None:
    consents = Consents(id=CAMILLE)
    consents.change(chosen())
    consents.change(chosen(Purpose.NEWS))
    assert consents.change(chosen(granted=False, hours=1)) == (told(Purpose.PHOTOS, granted=False),)
    assert consents.granted == (Purpose.NEWS,)
    assert [choice.granted for choice in consents.choices] == [True, True, False]


def test_the_same_choice_again_tells_nothing() -> None:
    consents = Consents(id=CAMILLE)
    consents.change(chosen())
    assert consents.change(chosen(hours=1)) == ()
    assert len(consents.choices) == 1


@pytest.mark.parametrize(("granted", "version"), [(True, 1), (True, 3), (False, 3)])
def test_nobody_consents_to_a_text_that_is_not_the_one_in_force(
    granted: bool, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TEXTS, Purpose.PHOTOS, ("Un texte.", "Un autre."))
    assert in_force(Purpose.PHOTOS).text == "Un autre."
    with pytest.raises(OutdatedWording):
        Consents(id=CAMILLE).change(chosen(granted=granted, version=version))
    assert Consents(id=CAMILLE).change(chosen(granted=False, version=1))


def test_a_history_is_bounded_and_keeps_what_is_in_force() -> None:
    consents = Consents(id=CAMILLE)
    consents.change(chosen(Purpose.NEWS))
    for hours in range(2 * KEPT_CHOICES):
        consents.change(chosen(granted=hours % 2 == 0, hours=hours))
    assert len(consents.choices) == KEPT_CHOICES
    assert consents.granted == (Purpose.NEWS,)


async def test_a_person_who_was_erased_has_no_choice_to_make() -> None:
    directory = InMemoryDirectory()
    with pytest.raises(UnknownPerson):
        await change_consent(chosen(), directory)
    directory.save_person(invited(), ())
    await change_consent(chosen(), directory)
    assert directory.told == [told(Purpose.PHOTOS, granted=True)]
