"""Checks that nobody gets in without a good token, and that bad input on any route meets a clear error."""

import httpx
import pytest

from deploy.rights.rules import ANYBODY, NOBODY
from deploy.rights.table import DIRECTORY, EVERYWHERE
from services.directory.main import create_api
from services.directory.settings import Settings
from shared.commands import Role
from shared.security.tokens import TokenSigner
from shared.storage.mongo import Database
from tests.bad_tokens import bad_tokens
from tests.garbage import UNKNOWN_ID, garbage
from tests.integration.directory.conftest import Caller, Callers, Json, Tokens
from tests.integration.directory.given import MANDUEL, appointment, mandate, person, post
from tests.right_bodies import RIGHT

OPEN_WITHOUT_A_TOKEN = {
    route for route, rule in (EVERYWHERE | DIRECTORY).items() if rule.who in (ANYBODY.who, NOBODY.who)
}
"""To anybody, or to whom brings another proof than a token."""
RIGHT_HERE = {**RIGHT, "POST /organisations": MANDUEL, "PUT /organisations/{org}": MANDUEL}


async def test_no_route_but_the_public_ones_opens_without_a_good_token(
    settings: Settings, client: httpx.AsyncClient
) -> None:
    paths = create_api(settings).openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path in paths for method in paths[path]}
    assert "GET /keys" in OPEN_WITHOUT_A_TOKEN & routes
    signer = TokenSigner(settings.signing_key_file.read_bytes())
    for why, wrong in bad_tokens(signer).items():
        for route in routes - OPEN_WITHOUT_A_TOKEN:
            answer = await Caller(client, wrong).send(*route.split(), content=b"{}")
            assert answer.status_code == 401, (why, route, answer.text)
            assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_garbage_is_answered_with_a_problem_and_changes_nothing(
    settings: Settings, admin: Caller, database: Database
) -> None:
    await admin.made("/organisations", MANDUEL)  # so that an odd name, which is none the less one, is a twin
    told = await database["outbox"].count_documents({})
    for request in garbage(create_api(settings).openapi(), RIGHT_HERE):
        answer = await admin.send(
            request.method, request.path, content=request.content, params=dict(request.query)
        )
        assert answer.status_code < 500, (str(request), answer.text)
        if request.method != "GET" and not request.path.startswith("/dead-letters/"):
            assert answer.status_code >= 400, (str(request), answer.text)
            assert answer.headers["Content-Type"] == "application/problem+json", str(request)
    assert await database["outbox"].count_documents({}) == told


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/organisations", {**MANDUEL, "siren": "213001556"}, "siren"),
        ("/organisations", {**MANDUEL, "siret": "21300029200010"}, "siret"),
        ("/organisations", {**MANDUEL, "parent_org": UNKNOWN_ID}, "parent_org"),
        ("/organisations", {**MANDUEL, "insee_code": "301"}, "insee_code"),
        ("/organisations", {**MANDUEL, "population": -1}, "population"),
        ("/organisations", {**MANDUEL, "kind": "royaume"}, "kind"),
        ("/organisations", {**MANDUEL, "name": "Man\x00duel"}, "name"),
        ("/organisations", {**MANDUEL, "name": "\u00a0 "}, "name"),
        ("/organisations", {"name": "Manduel"}, "kind"),
        ("/organisations", {"territory": "Manduel"}, "territory"),
        ("/organisations", {"territory": "commune:00000"}, "territory"),
        ("/organisations", {"territory": "commune:30155", "name": "M"}, "name"),
        ("/people", person({**mandate(UNKNOWN_ID), "title": "roi"}), "first_role.title"),
        ("/people", person({**post(UNKNOWN_ID), "starts_on": "2026-02-30"}), "first_role.starts_on"),
        ("/people", person({**post(UNKNOWN_ID), "form": "hobby"}), "first_role"),
        ("/people", person(mandate(UNKNOWN_ID)), "org"),
        ("/people", {**person(mandate(UNKNOWN_ID)), "email": "camille@"}, "email"),
        (
            "/people",
            {**person(mandate(UNKNOWN_ID)), "email": "c\N{CYRILLIC SMALL LETTER A}m@example.org"},
            "email",
        ),
        (
            "/people",
            {**person(mandate(UNKNOWN_ID)), "given_name": "Ca\N{ZERO WIDTH SPACE}mille"},
            "given_name",
        ),
        (
            "/people",
            {**person(mandate(UNKNOWN_ID)), "family_name": "\N{RIGHT-TO-LEFT OVERRIDE}"},
            "family_name",
        ),
        ("/people", person({**mandate(UNKNOWN_ID), "ends_on": "2020-01-01"}), "ends_on"),
        ("/memberships", {"org": "Manduel", "year": 2027}, "org"),
        ("/memberships", {"org": UNKNOWN_ID, "year": 20270}, "year"),
    ],
)
async def test_an_error_names_the_field_in_french(admin: Caller, path: str, body: Json, field: str) -> None:
    answer = await admin.post(path, body)
    assert answer.status_code in {404, 422}
    problem = answer.json()
    assert problem["errors"][0]["field"] == field
    assert problem["errors"][0]["message"].endswith(".")


async def test_a_request_that_changes_something_needs_an_idempotency_key(
    client: httpx.AsyncClient, token: Tokens
) -> None:
    headers = {"Authorization": f"Bearer {token(Role('staff'))}"}
    answer = await client.post("/organisations", json=MANDUEL, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "idempotency-key"


async def test_rights_are_those_of_the_roles(caller: Callers, staff: Caller) -> None:
    org = (await staff.made("/organisations", MANDUEL))["id"]
    nobody = caller()
    for path, body in (
        ("/organisations", MANDUEL),
        ("/people", person(mandate(org))),
        ("/memberships", {"org": org, "year": 2027}),
    ):
        assert (await nobody.post(path, body)).status_code == 403
    assert (await staff.post("/people", person(appointment("admin", None)))).status_code == 403
    assert (await staff.post("/keys/k1/retire")).status_code == 403
