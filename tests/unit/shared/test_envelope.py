"""Events: what travels is read back unchanged, and what cannot be read says why."""

import json
from typing import Any

import pytest

from shared.clock import utc_now
from shared.events.envelope import Envelope, UndecodableEvent, by_type, parse
from shared.events.registration import ClubEventCancelled, ClubEventDrafted
from shared.ids import new_id

CONTRACTS = by_type((ClubEventDrafted,))


def drafted(**changed: Any) -> Envelope[ClubEventDrafted]:
    data = ClubEventDrafted(club_event_id=new_id(), kind="study_trip", title="À Mouans-Sartoux")
    return Envelope[ClubEventDrafted](
        id=new_id(),
        source=data.owner(),
        type=data.type(),
        time=utc_now(),
        subject=f"club_event/{data.club_event_id}",
        sequence=1,
        correlationid="story",
        actor="system",
        dataschema=data.dataschema(),
        data=data,
        **changed,
    )


@pytest.mark.parametrize("changed", [{}, {"causationid": "what led to it"}])
def test_an_event_is_read_back_as_it_was(changed: dict[str, Any]) -> None:
    event = drafted(**changed)
    again = parse(event.to_bytes(), CONTRACTS)
    assert again == event
    assert again.to_bytes() == event.to_bytes()


def test_an_event_without_a_cause_says_nothing_of_one() -> None:
    assert "causationid" not in json.loads(drafted().to_bytes())


def test_what_a_later_version_adds_is_ignored() -> None:
    said = json.loads(drafted().to_bytes())
    grown = said | {"extension": 1, "data": said["data"] | {"colour": "green"}}
    assert parse(json.dumps(grown).encode(), CONTRACTS) == parse(json.dumps(said).encode(), CONTRACTS)


def changed(**fields: Any) -> bytes:
    return json.dumps({**json.loads(drafted().to_bytes()), **fields}).encode()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not JSON"),
        (b"\xff\x00", "not JSON"),
        (b"{" * 10_000, "not JSON"),
        (b"[]", "not a JSON object"),
        (b"{}", "unexpected type: None"),
        (changed(type=["x"]), "unexpected type: ['x']"),
        (changed(type=ClubEventCancelled.type()), "unexpected type: 'registration.ClubEventCancelled.v1'"),
        (changed(id="x"), "registration.ClubEventDrafted.v1: id: "),
        (changed(sequence=0), "registration.ClubEventDrafted.v1: sequence: "),
        (changed(subject="x"), "registration.ClubEventDrafted.v1: subject: "),
        (changed(actor="me"), "registration.ClubEventDrafted.v1: actor: "),
        (changed(specversion="0.3"), "registration.ClubEventDrafted.v1: specversion: "),
        (changed(time="2027-03-12T09:30:00"), "registration.ClubEventDrafted.v1: time: "),
        (changed(data={}), "registration.ClubEventDrafted.v1: data.club_event_id: "),
        (changed(data=None), "registration.ClubEventDrafted.v1: data: "),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(UndecodableEvent) as refused:
        parse(body, CONTRACTS)
    assert str(refused.value).startswith(reason)
