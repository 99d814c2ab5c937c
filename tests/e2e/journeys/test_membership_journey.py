"""A collectivité joins, pays, shows what it knows, and the staff reads it, each service on its own."""

from datetime import timedelta
from uuid import UUID

from shared.clock import utc_now
from shared.commands import Role
from shared.days import club_day
from tests.eventually import eventually
from tests.running.club import YEAR, Club


async def test_a_member_pays_and_shows_what_it_knows(club: Club) -> None:
    org = await club.organisation()
    membership = await club.join(org)
    fee = f"/memberships/{membership}/fees/{YEAR}"
    due_on = (utc_now() + timedelta(days=60)).date().isoformat()
    called = await club.directory.made(f"{fee}/call", {"due_on": due_on})
    received_on = club_day(utc_now()).isoformat()
    payment = {"amount_cents": called["amount_cents"], "received_on": received_on, "bank_reference": "VIR 1"}
    assert (await club.directory.made(f"{fee}/payment", payment))["state"] == "paid"

    referent = club.caller("directory", Role("referent", UUID(org)))
    body = {"org": org, "topics": ["tarification"], "summary": "Tarifs sociaux.", "half_days_per_year": 4}
    offer = await referent.made("/expertise-offers", body)
    await referent.made(f"/expertise-offers/{offer['id']}/publish")
    anybody = club.caller("directory")
    named = (await anybody.got("/know-how", topic="tarification"))["items"]
    assert [reason["code"] for item in named if item["org"] == org for reason in item["reasons"]] == [
        "offers"
    ]

    name = (await anybody.got(f"/organisations/{org}"))["name"]

    wanted = {"MembershipApplied", "MembershipActivated", "FeePaid", "ExpertiseOfferPublished"}

    async def told() -> bool:
        lines = [line async for line in club.notifications.pages("/staff-feed") if name in line["text"]]
        return {line["code"] for line in lines} == wanted

    await eventually(told, what="lines of the feed")
