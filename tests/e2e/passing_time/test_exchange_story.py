"""Follows a partage d'expertise from the need to the last report, over the year and a half that it takes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from services.conventions.domain.authority import FACILITATOR
from services.conventions.domain.documents import digest_of
from shared.clock import utc_now
from tests.e2e.signing import sign_on_paper, sign_outside, sign_with_code
from tests.eventually import eventually
from tests.running.callers import Json
from tests.running.club import Club, Somebody, post
from tests.running.exchange import Exchange, matched
from tests.running.mailbox import Mail
from tests.running.moved_clock import MovedClock
from tests.running.partner import Partner, listening

PARIS = ZoneInfo("Europe/Paris")
SPRING = utc_now().year + 1
FRIDAY = max(date(SPRING, 3, day) for day in range(24, 32) if date(SPRING, 3, day).weekday() == 4)
"""The last Friday of March: the clocks change on the Sunday that follows, or have just changed."""
BEFORE, AFTER = FRIDAY - timedelta(days=7), FRIDAY + timedelta(days=7)
ENDS_ON = date(SPRING, 6, 30)


class Story:
    """The exchange, and what a partner reads of it meanwhile."""

    def __init__(self, exchange: Exchange, partner: Partner, clock: MovedClock) -> None:
        self.exchange, self.partner, self._clock = exchange, partner, clock

    async def told(self, thing_id: str, name: str) -> Json:
        """What an event of this name says of a thing, once it has come."""
        return await self.partner.told(thing_id, f"conventions.{name}.v1")

    def history(self, thing_id: str) -> list[str]:
        """The names of a thing's events, in their order."""
        events = sorted(self.partner.told_of(thing_id), key=lambda event: int(event["sequence"]))
        assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))
        return [event["type"].split(".")[1] for event in events]

    async def mailed(self, subject: str, count: int) -> list[Mail]:
        """The mails with these words in their subject, once there are as many as people to tell."""
        mails = await self.exchange.club.mailbox.wait_about({"title": subject}, count)
        assert len({mail.to for mail in mails}) == len(mails) == count, [mail.to for mail in mails]
        return mails

    def it_is(self, day: date, hour: int = 9) -> None:
        """Let that morning come, at the club."""
        self._clock.set(datetime(day.year, day.month, day.day, hour, tzinfo=PARIS).astimezone(UTC))


def plan(day: date, *agents: Somebody) -> Json:
    slots = [{"date": day.isoformat(), "half": half, "agents": [one.id for one in agents]} for half in HALVES]
    place = {"label": "Cuisine centrale", "postal_code": "30129", "city": "Manduel", "insee_code": "30155"}
    return {"slots": slots, "timezone": "Europe/Paris", "place": place}


HALVES = ("morning", "afternoon")
COLON = "\u00a0: "
ACCOUNT = {"done": "Deux demi-journées en cuisine.", "results": "Moins de restes.", "satisfaction": 5}


async def convention_signed_in_three_ways(story: Story) -> Json:
    exchange = story.exchange
    await exchange.finalise(ends_on=ENDS_ON.isoformat())
    await exchange.open_signing()
    await sign_with_code(exchange, story.partner, exchange.offering)
    await sign_outside(exchange, exchange.receiving)
    convention = await sign_on_paper(exchange, str(FACILITATOR))
    signed = await story.told(convention["id"], "ConventionSigned")
    await story.mailed(f"À signer{COLON}convention {convention['reference']}", 3)
    mails = await story.mailed(f"Signée{COLON}convention {convention['reference']}", 5)
    assert all(signed["sha256"] in mail.text for mail in mails)
    assert signed["sha256"] == digest_of(await exchange.document())
    assert (signed["reference"], signed["half_day_quota"]) == (convention["reference"], 4)
    assert {party["role"] for party in signed["parties"]} == {"offering", "receiving", "facilitator"}
    for org in (exchange.offering, exchange.receiving):
        done = {
            "org": org,
            "required": org == exchange.offering,
            "transmitted_on": utc_now().date().isoformat(),
        }
        await exchange.referent(org).made(exchange.path("transmissions"), done)
    in_force = await story.told(convention["id"], "ConventionEnteredIntoForce")
    assert in_force["ends_on"] == ENDS_ON.isoformat()
    await story.mailed(f"En vigueur{COLON}convention {convention['reference']}", 2)
    return convention


async def visit_moved_across_the_change_of_time(story: Story, agent: Somebody) -> Json:
    exchange = story.exchange
    receiving, offering = exchange.referent(exchange.receiving), exchange.referent(exchange.offering)
    visit = await receiving.made_once_heard(exchange.path("visits"), plan(BEFORE, agent))
    own = await receiving.post(f"/visits/{visit['id']}/schedule")
    assert (own.status_code, own.json()["code"]) == (HTTPStatus.FORBIDDEN, "own_proposal")
    await offering.made(f"/visits/{visit['id']}/schedule")
    scheduled = await story.told(visit["id"], "VisitScheduled")
    assert (scheduled["half_days"], scheduled["agents_count"]) == (2, 1)
    assert (scheduled["reference"], scheduled["place"]["city"]) == (visit["reference"], "Manduel")
    assert_at_half_past_eight(scheduled["when"], BEFORE)
    await story.mailed(f"Visite programmée{COLON}{visit['reference']}", 3)
    moved = await offering.made(f"/visits/{visit['id']}/reschedule", plan(AFTER, agent))
    rescheduled = await story.told(visit["id"], "VisitRescheduled")
    assert [slot["date"] for slot in rescheduled["previous_slots"]] == [BEFORE.isoformat()] * 2
    assert rescheduled["revision"] == moved["revision"] == 1
    assert_at_half_past_eight(rescheduled["when"], AFTER)
    await story.mailed(f"Visite modifiée{COLON}{visit['reference']}", 3)
    told = await exchange.club.mailbox.about({"title": visit["reference"]})
    entries = [mail.invitation for mail in told if mail.to == agent.email and mail.invitation]
    assert {entry.uid for entry in entries} == {f"{visit['id']}@essaim"}
    entries.sort(key=lambda entry: entry.sequence)
    assert [(entry.sequence, entry.starts.date(), entry.starts.hour) for entry in entries] == [
        (0, BEFORE, 8),
        (1, AFTER, 8),
    ]
    await offering.put(
        f"/visits/{visit['id']}/mission-orders/{agent.id}", {"reference": "OM 12", "dated": f"{SPRING}-03-02"}
    )
    return moved


def assert_at_half_past_eight(when: Mapping[str, Any], day: date) -> None:
    assert when["starts_local"] == f"{day}T08:30:00"
    instant = datetime(day.year, day.month, day.day, 8, 30, tzinfo=PARIS).astimezone(UTC)
    assert datetime.fromisoformat(when["starts_utc"]) == instant


async def visit_held_and_reported(story: Story, visit: Json, agent: Somebody) -> None:
    exchange = story.exchange
    receiving, path = exchange.referent(exchange.receiving), f"/visits/{visit['id']}"
    confirmation = {"slots": plan(AFTER, agent)["slots"], "participants_count": 6}
    too_early = await receiving.post(f"{path}/confirm", confirmation)
    assert (too_early.status_code, too_early.json()["code"]) == (HTTPStatus.CONFLICT, "visit_not_over")
    story.it_is(AFTER + timedelta(days=1), hour=18)
    asked = await story.told(visit["id"], "VisitConfirmationAwaited")
    assert asked["occasion"] == "asked"
    await story.mailed(f"A-t-elle eu lieu\u202f? Visite {visit['reference']}", 2)
    await exchange.referent(exchange.receiving).made(f"{path}/confirm", confirmation)
    held = await story.told(visit["id"], "VisitHeld")
    assert (held["half_days_consumed"], held["participants_count"]) == (2, 6)
    (year,) = (await exchange.staff.send("GET", exchange.path("half-days"))).json()
    assert year == {"year": SPRING, "quota": 4, "reserved": 0, "consumed": 2, "left": 2}
    story.it_is(AFTER + timedelta(days=3))
    report_id = await report_of(story, visit["id"])
    await story.mailed(f"Bilan à rédiger{COLON}visite {visit['reference']}", 2)
    await write_and_validate(story, report_id)
    assert (await story.told(visit["id"], "VisitReported"))["report_id"] == report_id


async def report_of(story: Story, visit_id: str | None) -> str:
    """The report that is asked for, once it is."""
    found: list[Json] = []

    async def asked_for() -> bool:
        found[:] = [
            report for report in await story.exchange.staff.all("/reports") if report["visit_id"] == visit_id
        ]
        return bool(found)

    await eventually(asked_for, what=f"report on {visit_id}")
    return str(found[0]["id"])


async def write_and_validate(story: Story, report_id: str) -> None:
    exchange, path = story.exchange, f"/reports/{report_id}"
    await exchange.referent(exchange.receiving).put(path, ACCOUNT)
    await exchange.referent(exchange.receiving).made(f"{path}/submit")
    await exchange.staff.made(f"{path}/return", {"comment": "Précisez les résultats."})
    await exchange.referent(exchange.receiving).put(path, ACCOUNT)
    await exchange.referent(exchange.receiving).made(f"{path}/submit")
    await exchange.staff.made(f"{path}/validate")
    await story.told(report_id, "ReportValidated")


async def published(story: Story, report_id: str) -> None:
    exchange, path = story.exchange, f"/reports/{report_id}"
    for org in (exchange.offering, exchange.receiving):
        early = await exchange.staff.post(f"{path}/publish")
        assert (early.status_code, early.json()["code"]) == (HTTPStatus.CONFLICT, "agreement_missing")
        await exchange.referent(org).put(f"{path}/agreements/{org}", {"agreed": True})
    await exchange.staff.made(f"{path}/publish")
    told = await story.told(report_id, "ReportPublished")
    read = await exchange.club.stranger("conventions", None).got(f"/published-reports/{report_id}")
    assert told["url"].endswith(f"/published-reports/{report_id}")
    assert read["account"]["results"] == "Moins de restes."


async def test_exchange_goes_all_its_way_from_the_need_to_the_last_report(
    club: Club, clock: MovedClock
) -> None:
    async with listening(club.essaim.addresses["rabbitmq"]) as partner:
        exchange = await matched(club)
        agent = await club.person(exchange.offering, post(exchange.offering))
        story = Story(exchange, partner, clock)
        convention = await convention_signed_in_three_ways(story)
        visit = await visit_moved_across_the_change_of_time(story, agent)
        await visit_held_and_reported(story, visit, agent)
        await published(story, (await report_of(story, visit["id"])))

        story.it_is(ENDS_ON - timedelta(days=80))
        end_near = await story.told(convention["id"], "ConventionEndNear")
        assert 80 <= end_near["days_left"] <= 90  # as it was when the timer saw it, on one of the days above
        story.it_is(ENDS_ON + timedelta(days=1))
        ended = await story.told(convention["id"], "ConventionEnded")
        assert (ended["half_days_consumed"], ended["on"]) == (2, ENDS_ON.isoformat())
        await write_and_validate(story, await report_of(story, None))
        await story.told(convention["id"], "ConventionClosed")
        fulfilled = await story.told(exchange.request["id"], "ExchangeFulfilled")
        assert (fulfilled["visits_count"], fulfilled["half_days_consumed"]) == (1, 2)
        reference = convention["reference"]
        await story.mailed(f"Fin dans {end_near['days_left']} jours{COLON}convention {reference}", 2)
        await story.mailed(f"Arrivée à son terme{COLON}convention {reference}", 2)
        await story.mailed(f"Échange terminé{COLON}", 2)
    assert story.history(convention["id"]) == [
        "ConventionDrafted",
        "ConventionReviewRequested",
        "ConventionFinalised",
        "ConventionSigningOpened",
        *["ConventionSignatureRequested"] * 3,
        "ConventionSignatureCodeIssued",
        *["ConventionPartySigned"] * 3,
        "ConventionSigned",
        "ConventionEnteredIntoForce",
        "ConventionEndNear",
        "ConventionEnded",
        "ConventionClosed",
    ]
    assert story.history(visit["id"]) == [
        "VisitProposed",
        "VisitAgentsAssigned",
        "VisitScheduled",
        "VisitRescheduled",
        "VisitConfirmationAwaited",
        "VisitHeld",
        "VisitReported",
    ]
