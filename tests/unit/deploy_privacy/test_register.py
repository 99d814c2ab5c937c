"""Checks that no collection is forgotten by what is declared of personal data, and what is said then."""

from pathlib import Path

from pymongo import IndexModel

from deploy.privacy.checks import gaps, stale_page
from deploy.privacy.page import render
from deploy.privacy.services import Declared, declared_by_all
from shared.events.registration import PersonalDataCollected, PersonScrubbed
from shared.personal_data import Basis, Kept, PersonalData, Place
from shared.storage.indexes import Indexes

VISITS = Place(
    collection="visits",
    category="Visites",
    purpose="Savoir qui est venu.",
    basis=Basis.CONTRACT,
    fields={"at": "date"},
    kept=Kept(limit="visits_days", since="at"),
)
SERVED: Indexes = {"visits": (IndexModel("person_id"), IndexModel([("at", 1), ("_id", 1)]))}


def declared(indexes: Indexes, *places: Place, nowhere_else: frozenset[str] = frozenset()) -> Declared:
    return Declared(
        indexes,
        PersonalData(
            scrubbed=PersonScrubbed, collected=PersonalDataCollected, places=places, nowhere_else=nowhere_else
        ),
    )


def test_every_collection_of_every_service_is_declared() -> None:
    assert list(gaps(declared_by_all())) == []


def test_the_register_says_what_the_services_declare() -> None:
    assert list(stale_page(declared_by_all())) == []


def test_a_collection_that_is_declared_nowhere_is_named() -> None:
    (said,) = gaps({"registration": declared({"secrets": ()})})
    assert "« secrets »" in said
    assert "services/registration/personal_data.py" in said


def test_a_declared_collection_that_is_gone_is_named() -> None:
    (said,) = gaps({"registration": declared({}, nowhere_else=frozenset({"gone"}))})
    assert "« gone » n’existe plus" in said


def test_what_cannot_be_found_quickly_or_has_no_limit_is_named() -> None:
    partial = IndexModel("person_id", partialFilterExpression={"active": True})
    said = list(gaps({"registration": declared({"visits": (partial,)}, VISITS)}))
    assert [sentence.partition(" : ")[2] for sentence in said] == [
        "« visits » n’a pas d’index qui commence par « person_id ».",
        "« visits » n’a pas d’index qui commence par « at ».",
        "« visits_days » n’est pas une durée de shared/retention.py.",
    ]
    assert len(list(gaps({"registration": declared(SERVED, VISITS)}))) == 1


def test_a_register_that_says_something_else_is_stale(tmp_path: Path) -> None:
    page = tmp_path / "register.md"
    before = {"registration": declared(SERVED, VISITS)}
    assert list(stale_page(before, page))
    page.write_text(render(before))
    assert list(stale_page(before, page)) == []
    assert list(stale_page({"registration": declared({})}, page))
