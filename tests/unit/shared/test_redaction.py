"""What is taken out of an event leaves the same event, and of what cannot be read leaves nothing."""

from uuid import uuid4

from shared.events.access import CollectedPiece
from shared.events.catalogue import contracts
from shared.events.directory import PERSON_CONTRACTS, PersonUpdated
from shared.events.envelope import PERSONAL, by_type, parse
from shared.events.redaction import PERSONAL_FIELDS, person_carried_by, person_told_by, redacted, subject_of
from shared.events.registration import PersonalDataCollected
from tests.unit.notifications.given import ACTIVATED, CONFIRMED, PERSON, event_of

UPDATED = PersonUpdated(**ACTIVATED.model_dump() | {"phone": "06 12 34 56 78"})


def test_a_redacted_event_is_the_same_event_without_name_or_address() -> None:
    event = event_of(UPDATED, sequence=4)
    read = parse(redacted(event.to_bytes()), by_type(PERSON_CONTRACTS))
    nothing = dict.fromkeys(PERSONAL_FIELDS, "")
    assert read == event.model_copy(update={"data": UPDATED.model_copy(update=nothing)})


def test_what_was_collected_of_a_person_is_found_by_their_id_and_leaves_no_row() -> None:
    piece = CollectedPiece(
        category="Coordonnées", purpose="…", basis="…", kept="…", rows=({"nom": "Lefèvre"},), is_cut=False
    )
    collected = PersonalDataCollected(export_id=uuid4(), person_id=PERSON, collected=(piece,))
    body = event_of(collected).to_bytes()
    assert person_told_by(body) == person_carried_by(collected) == subject_of(PERSON)
    read = parse(redacted(body), by_type((PersonalDataCollected,)))
    assert read.data == collected.model_copy(update={"collected": ()})


def test_an_event_of_ids_alone_stays_as_it_is() -> None:
    body = event_of(CONFIRMED).to_bytes()
    assert redacted(body) == body
    assert person_told_by(body) is None


def test_of_what_is_no_json_nothing_is_left() -> None:
    broken = event_of(UPDATED).to_bytes()[:-20]
    assert person_told_by(broken) is None
    assert redacted(broken) == b""


def test_whoever_an_event_tells_of_is_named_even_if_it_breaks_its_contract() -> None:
    body = event_of(UPDATED).to_bytes().replace(b'"locale":"fr",', b"")
    assert person_told_by(body) == subject_of(PERSON)
    assert str(PERSON).encode() in body


def test_a_contract_has_personal_fields_exactly_if_it_says_that_it_carries_personal_data() -> None:
    for contract in contracts():
        marked = {name for name, field in contract.model_fields.items() if PERSONAL in field.metadata}
        assert bool(marked) == contract.personal_data, contract.type()
        assert marked <= PERSONAL_FIELDS, contract.type()
