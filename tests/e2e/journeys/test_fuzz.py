"""Whatever an API's own description allows, made up at random, is answered as described, and breaks nothing.

Bad input (test_bad_input.py) is wrong in one place; here everything is right as far as the description says,
and most of it makes no sense. The requests are the same each time. Where the environment asks for more
histories there are more of each, reads too, and what changes the rules for everybody in the system.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deploy.local.services import SERVICES
from shared.commands import Role
from tests.histories import histories
from tests.running.essaim import Essaim

EACH = 2
"""Requests made up for each operation."""
MADE_UP = settings(
    max_examples=histories(EACH), phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
CHECKS = [content_type_conformance, response_schema_conformance, status_code_conformance]
JSON = "application/json"
FOR_EVERYBODY = ("/fee-schedules", "/renewal-campaigns", "/mandate-closures")
"""Once there is a fee, for example, other journeys could not join without paying it."""


def described(address: str) -> Any:
    """What the API says of itself, without the patterns that Python's own expressions do not know."""

    def known(found: dict[str, Any]) -> dict[str, Any]:
        foreign = re.search(r"\\[pP]\{", str(found.get("pattern")))
        return {name: value for name, value in found.items() if name != "pattern" or not foreign}

    text = httpx.get(f"{address}/openapi.json").raise_for_status().text
    return schemathesis.openapi.from_dict(json.loads(text, object_hook=known))


def operations(schema: Any) -> Iterator[Any]:
    """What is to be tried: not the streams, which have no end, and no files."""
    for found in schema.get_all_operations():
        operation = found.ok()
        media = {body.media_type for body in operation.body}
        is_of_few = operation.method != "get" and not operation.path.startswith(FOR_EVERYBODY)
        if not operation.path.endswith("/stream") and media <= {JSON} and (is_of_few or histories(1) > 1):
            yield operation


@pytest.mark.parametrize("service", SERVICES)
def test_made_up_requests_are_answered_as_described(essaim: Essaim, service: str) -> None:
    address = essaim.addresses[service]
    token = {"Authorization": f"Bearer {essaim.token(Role('admin'), Role('staff'))}"}
    tried = list(operations(described(address)))
    assert tried
    with requests.Session() as session:
        for operation in tried:

            @MADE_UP
            @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
            def answered(case: schemathesis.Case[Any]) -> None:
                answer = case.call(base_url=address, session=session, headers=token)
                assert answer.status_code < 500, (case.as_curl_command(), answer.text)
                case.validate_response(answer, checks=CHECKS)

            answered()
    assert httpx.get(f"{address}/health/ready").json()["status"] == "ok"
