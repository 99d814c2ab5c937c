"""Every event has a whole sample, which our code and any reader of the published schemas understand alike."""

import json
from typing import Any

import jsonschema_rs
import pytest

from deploy.contracts.current import ENVELOPE
from deploy.contracts.published import Published
from shared.events.catalogue import contracts
from shared.events.envelope import Payload, by_type, parse

PUBLISHED = Published()
CONTRACTS = contracts()

of_each_contract = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.type())


def sample(contract: type[Payload]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((PUBLISHED.samples / f"{contract.type()}.json").read_text())
    return document


def as_it_travels(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


@of_each_contract
def test_a_sample_parses_and_serialises_to_the_same_bytes(contract: type[Payload]) -> None:
    body = as_it_travels(sample(contract))
    event = parse(body, by_type(CONTRACTS))
    assert type(event.data) is contract
    assert event.to_bytes() == body


@of_each_contract
def test_a_sample_names_its_owner_its_schema_and_its_aggregate(contract: type[Payload]) -> None:
    document = sample(contract)
    assert document["type"] == contract.type()
    assert document["source"] == contract.owner()
    assert document["dataschema"] == contract.dataschema()
    assert document["subject"].startswith(f"{contract.aggregate}/")


@of_each_contract
def test_a_sample_obeys_every_published_revision(contract: type[Payload]) -> None:
    document = sample(contract)
    for name, held in ((ENVELOPE, document), (contract.type(), document["data"])):
        for schema in PUBLISHED.revisions(name).values():
            jsonschema_rs.validator_for(schema, validate_formats=True).validate(held)


@of_each_contract
def test_a_sample_says_all_that_the_contract_can_say(contract: type[Payload]) -> None:
    assert sample(contract)["data"].keys() == contract.model_fields.keys()


@of_each_contract
def test_a_contract_says_nothing_of_how_to_reach_people_unless_marked(contract: type[Payload]) -> None:
    assert contract.personal_data or not contract.model_fields.keys() & {
        "given_name",
        "family_name",
        "email",
        "phone",
    }


@of_each_contract
def test_partners_never_see_personal_data(contract: type[Payload]) -> None:
    assert not (contract.partner and contract.personal_data)


@of_each_contract
def test_every_field_says_what_it_means(contract: type[Payload]) -> None:
    assert all(field.description for field in contract.model_fields.values())


def test_samples_with_and_without_a_cause_are_both_committed() -> None:
    assert {"causationid" in sample(contract) for contract in CONTRACTS} == {True, False}
