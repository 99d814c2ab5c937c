"""Checks the fees of a year over HTTP: set, looked at, called in one go, paid, reminded."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from services.directory.data.reader import read_territories
from services.directory.domain.rounds import RenewalCalendar
from services.directory.handlers.table import COMMANDS
from services.directory.repository.organisation_documents import from_territory
from services.directory.repository.queries import MongoDirectoryQueries
from services.directory.repository.store import MongoDirectory
from services.directory.settings import Settings
from services.directory.timers.renewals import carry_out_calls, keep_renewal_calendar
from shared.application import Application
from shared.clock import utc_now
from shared.commands import Role
from shared.days import club_day
from shared.security.fee_call_links import FeeCallSubject
from shared.security.links import LinkSigner, Purpose
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller, Callers, Json
from tests.integration.directory.given import BARJAC, MANDUEL, appointment, person
from tests.pdf_text import text_of

YEAR = utc_now().year
DUE = (utc_now() + timedelta(days=100)).date().isoformat()
ZOTEUX = {**MANDUEL, "name": "Zoteux", "siren": None, "siret": None, "insee_code": None, "population": 500}


@pytest.fixture
def batches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch holds fewer members than there are."""
    monkeypatch.setattr("services.directory.timers.renewals.MEMBERS_AT_ONCE", 2)


def worker(database: Database) -> tuple[Application[MongoDirectory], MongoDirectoryQueries]:
    return Application("directory", database, COMMANDS, MongoDirectory), MongoDirectoryQueries(database)


async def pass_days(database: Database, until: date) -> None:
    """What two workers do on a day."""
    at = datetime(until.year, until.month, until.day, 9, tzinfo=UTC)
    await asyncio.gather(
        *(keep_renewal_calendar(*worker(database), lambda: at, calendar=RenewalCalendar()) for _ in range(2))
    )


async def call_all(staff: Caller, database: Database, year: int = YEAR) -> None:
    accepted = await staff.post(f"/renewal-campaigns/{year}/apply", {"due_on": DUE})
    assert (accepted.status_code, accepted.json()["being_called_for"]) == (202, DUE)
    await asyncio.gather(*(carry_out_calls(*worker(database), utc_now) for _ in range(2)))
    assert (await staff.get(f"/renewal-campaigns/{year}")).json()["being_called_for"] is None


async def member(staff: Caller, profile: Json) -> Json:
    name = profile["name"].lower()
    siren = profile["siren"] or "213003510"
    org = (await staff.made("/organisations", {**profile, "siren": siren}))["id"]
    await staff.made("/people", person(appointment("referent", org), name))
    asked = await staff.made("/memberships", {"org": org, "year": YEAR})
    return await staff.made(f"/memberships/{asked['id']}/activate")


async def told(database: Database, name: str) -> list[Json]:
    rows = database["outbox"].find({"routing_key": f"directory.{name}.v1"}, sort=[("_id", 1)])
    return [row async for row in rows]


async def items(caller: Caller, path: str, **query: object) -> list[Json]:
    answer = await caller.get(path, **query)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["items"]
    return found


async def test_an_administrator_sets_what_members_owe(staff: Caller, admin: Caller) -> None:
    first = (await staff.get(f"/fee-schedules/{YEAR}")).json()
    assert not first["is_set"]
    lines = [{"kind": "commune", "from_population": 0, "amount_cents": 12_300}]
    assert (await staff.put(f"/fee-schedules/{YEAR}", {"lines": lines})).status_code == 403
    hole = [{**lines[0], "from_population": 10}]
    refused = await admin.put(f"/fee-schedules/{YEAR}", {"lines": hole})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_fee_schedule")
    assert (await admin.put(f"/fee-schedules/{YEAR}", {"lines": lines})).json()["lines"] == lines
    after = (await staff.get(f"/fee-schedules/{YEAR + 1}")).json()
    assert (after["is_set"], after["lines"]) == (False, lines)
    assert (await staff.get(f"/fee-schedules/{YEAR - 1}")).json()["lines"] == first["lines"]


@pytest.mark.usefixtures("batches_of_two")
async def test_fees_are_looked_at_then_called_once_with_numbers_that_follow(
    staff: Caller, admin: Caller, database: Database
) -> None:
    members = [await member(staff, profile) for profile in (MANDUEL, BARJAC, ZOTEUX)]
    unknown = members[2]
    await admin.put(f"/organisations/{unknown['org']}", {**ZOTEUX, "siren": "213003510", "population": None})
    shown = {item["membership_id"]: item for item in await items(staff, f"/renewal-campaigns/{YEAR}/preview")}
    assert [shown[each["id"]]["amount_cents"] for each in members] == [50_000, 20_000, None]
    assert shown[unknown["id"]]["problem"]["code"] == "fee_unknown"

    await call_all(staff, database)
    called = await items(staff, "/fees", year=YEAR, state="called")
    assert sorted(fee["reference"] for fee in called) == [f"COT-{YEAR}-0001", f"COT-{YEAR}-0002"]
    assert len(await told(database, "FeeCalled")) == 2
    assert [item["membership_id"] for item in await items(staff, f"/renewal-campaigns/{YEAR}/preview")] == [
        unknown["id"]
    ]
    by_hand = await staff.post(f"/memberships/{unknown['id']}/fees/{YEAR}/call", {"due_on": DUE})
    assert (by_hand.status_code, by_hand.json()["code"]) == (409, "fee_unknown")
    standing = (await staff.get(f"/renewal-campaigns/{YEAR}")).json()
    assert (standing["fees"]["called"], standing["fees"]["not_called"]) == (2, 1)


async def test_the_call_is_a_document_for_the_member(
    staff: Caller, caller: Callers, database: Database
) -> None:
    place = next(place for place in read_territories() if place.key == "commune:67180")
    await database["territories"].insert_one(from_territory(place, "2026"))
    haguenau = await member(staff, {**MANDUEL, "name": place.name, "insee_code": place.code})
    path = f"/memberships/{haguenau['id']}/fees/{YEAR}"
    referent, other = caller(Role("referent", haguenau["org"])), caller(Role("referent", haguenau["id"]))
    assert (await referent.get(f"{path}/call.pdf")).json()["code"] == "fee_not_called"
    await staff.made(f"{path}/call", {"due_on": DUE})
    answer = await referent.get(f"{path}/call.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert f"COT-{YEAR}-0001.pdf" in answer.headers["Content-Disposition"]
    text = text_of(answer.content).replace("\u202f", " ").replace("\u00a0", " ")
    for said in (
        f"Appel de cotisation {YEAR}",
        f"COT-{YEAR}-0001",
        "500,00 €",
        "213001555",
        "FR76",
        "cotisation de Haguenau",
    ):
        assert said in text, text
    assert (await staff.get(f"{path}/call.pdf")).content == answer.content
    assert [(await other.get(asked)).status_code for asked in (path, f"{path}/call.pdf")] == [403, 403]
    assert (await referent.get(path)).json()["reference"] == f"COT-{YEAR}-0001"


async def test_whoever_has_the_link_of_the_mail_reads_the_call_until_a_day(
    staff: Caller, client: httpx.AsyncClient, settings: Settings
) -> None:
    manduel = await member(staff, MANDUEL)
    links = LinkSigner(settings.link_key_file.read_bytes())
    subject = str(FeeCallSubject(membership_id=UUID(manduel["id"]), year=YEAR))

    async def opened(purpose: Purpose, days: int) -> httpx.Response:
        link = links.sign(purpose, subject, expires_at=utc_now() + timedelta(days=days))
        return await client.get(f"/fee-calls/{link}")

    assert (await opened(Purpose.FEE_CALL, 1)).status_code == 404
    path = f"/memberships/{manduel['id']}/fees/{YEAR}"
    await staff.made(f"{path}/call", {"due_on": DUE})
    call = await opened(Purpose.FEE_CALL, 1)
    assert (call.headers["Content-Type"], call.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert call.content == (await staff.get(f"{path}/call.pdf")).content
    for refused in (await opened(Purpose.FEE_CALL, -1), await opened(Purpose.SIGNED_DOCUMENT, 1)):
        assert (refused.status_code, refused.headers["Content-Type"]) == (403, "text/html; charset=utf-8")


async def test_a_payment_confirms_the_renewal_of_its_year(staff: Caller, database: Database) -> None:
    manduel = await member(staff, MANDUEL)
    await pass_days(database, date(YEAR + 1, 1, 1))
    await pass_days(database, date(YEAR + 1, 1, 2))
    (due,) = await items(staff, "/memberships", state="renewal_due")
    assert (due["id"], due["year"]) == (manduel["id"], YEAR + 1)
    assert len(await told(database, "MembershipRenewalDue")) == 1
    await call_all(staff, database, YEAR + 1)
    path = f"/memberships/{manduel['id']}/fees/{YEAR + 1}"
    received_on = club_day(utc_now()).isoformat()
    payment = {"amount_cents": 50_000, "received_on": received_on, "bank_reference": "VIR 7"}
    wrong = await staff.post(f"{path}/payment", {**payment, "amount_cents": 5_000})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong_amount")
    assert (await staff.made(f"{path}/payment", payment))["state"] == "paid"
    assert (await staff.get(f"/memberships/{manduel['id']}")).json()["state"] == "active"
    assert len(await told(database, "MembershipRenewed")) == 1
    taken_back = await staff.made(f"{path}/payment/cancel", {"reason": "Saisi deux fois."})
    assert (taken_back["state"], taken_back["payments"][0]["cancelled_because"]) == (
        "called",
        "Saisi deux fois.",
    )
    assert (await staff.made(f"{path}/waive", {"reason": "Première année."}))["state"] == "waived"


async def test_the_calendar_proposes_and_the_team_decides(staff: Caller, database: Database) -> None:
    first, second = [await member(staff, profile) for profile in (MANDUEL, BARJAC)]
    for day in (1, 2):
        await pass_days(database, date(YEAR + 1, 1, day))
    assert (await staff.get(f"/renewal-campaigns/{YEAR + 1}")).json()["rounds"] == {"call": 2}
    await call_all(staff, database, YEAR + 1)
    path = f"/renewal-campaigns/{YEAR + 1}/rounds"
    for answer in (await staff.get(f"{path}/call"), await staff.post(f"{path}/call/decide", {})):
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "step")

    async def decide(step: str, choice: str, *chosen: Json) -> list[str | None]:
        body = {"choice": choice, "membership_ids": [each["id"] for each in chosen]}
        decided = (await staff.made(f"{path}/{step}/decide", body))["decided"]
        return [item["problem"] and item["problem"]["code"] for item in decided]

    assert await decide("first_reminder", "go", first) == ["round_not_open"]
    await pass_days(database, date(YEAR + 1, 3, 1))
    _, opened = await told(database, "RenewalRoundOpened")
    assert opened["subject"] == f"renewal_campaign/{YEAR + 1}"
    assert len(await items(staff, f"{path}/first_reminder")) == 2
    assert await decide("first_reminder", "go", first) == [None]
    assert await decide("first_reminder", "leave", second, first) == [None, "already_reminded"]
    assert len(await told(database, "FeeReminded")) == 1
    assert await items(staff, f"{path}/first_reminder") == []

    await pass_days(database, date(YEAR + 1, 7, 1))
    assert len(await told(database, "FeeOverdue")) == 2
    assert len(await items(staff, f"{path}/lapse")) == 2
    assert await decide("lapse", "go", first) == [None]
    assert await decide("lapse", "leave", first, second) == ["membership_state_refuses", None]
    assert await items(staff, f"{path}/lapse") == []
    assert (await staff.get(f"/memberships/{first['id']}")).json()["state"] == "lapsed"
    assert (await staff.get(f"/memberships/{second['id']}")).json()["state"] == "renewal_due"
    assert len(await told(database, "MembershipLapsed")) == 1
