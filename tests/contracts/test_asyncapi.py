"""The document for tools says of every event the channel, the exchange and the whole form of its message."""

import json
from typing import Any

import jsonschema_rs
import pytest

from deploy.contracts.asyncapi import PiecesDiffer, render
from deploy.contracts.current import schemas
from deploy.contracts.published import Published
from shared.events.catalogue import contracts
from shared.events.conventions import VisitScheduled
from shared.events.directory import PersonInvited
from shared.events.envelope import Payload
from shared.events.registration import RegistrationConfirmed

DOCUMENT: dict[str, Any] = json.loads(render(contracts(), schemas()))


def _exchange(contract: type[Payload]) -> str:
    return str(DOCUMENT["channels"][contract.type()]["bindings"]["amqp"]["exchange"]["name"])


def test_partners_find_their_events_on_their_exchange_and_no_other() -> None:
    assert _exchange(VisitScheduled) == "partner"
    assert _exchange(RegistrationConfirmed) == "events"
    assert _exchange(PersonInvited) == "events.personal"
    assert [one.type() for one in contracts() if one.partner and one.personal_data] == []


def test_every_reference_leads_somewhere() -> None:
    def follow(held: Any) -> None:
        if isinstance(held, list):
            for one in held:
                follow(one)
        elif isinstance(held, dict):
            if "$ref" in held:
                place: Any = DOCUMENT
                for name in held["$ref"].removeprefix("#/").split("/"):
                    place = place[name]
            for one in held.values():
                follow(one)

    follow(DOCUMENT)


@pytest.mark.parametrize("contract", contracts(), ids=lambda one: one.type())
def test_the_sample_of_an_event_is_what_its_message_says(contract: type[Payload]) -> None:
    message = DOCUMENT["components"]["messages"][contract.type()]
    schema = {**message["payload"], "components": DOCUMENT["components"]}
    sample = json.loads((Published().samples / f"{contract.type()}.json").read_text())
    jsonschema_rs.validate(schema, sample)
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(schema, sample | {"type": "another.Event.v1"})


def test_two_pieces_of_one_name_are_refused() -> None:
    ours = {"type": "object", "properties": {}, "$defs": {"Place": {"type": "object"}}}
    theirs = {"type": "object", "properties": {}, "$defs": {"Place": {"type": "string"}}}
    with pytest.raises(PiecesDiffer, match="Place"):
        render((), {"one.Thing.v1": ours, "other.Thing.v1": theirs})
