"""Owns the comparing of what people were answered, what the service keeps, and which mails have come."""

from collections import Counter

from tests.faults.load import Load
from tests.running.callers import Json
from tests.running.mailbox import Mail

MAILS_SECONDS = 60.0


async def require_kept(load: Load) -> list[Json]:
    """Everybody was accepted, is kept once, in a seat that exists; the registrations."""
    assert [answer.text for answer in load.refused] == []
    assert len(load.accepted) == len(load.people)
    path = f"/club-events/{load.club_event['id']}"
    kept = await load.club.registration.all(f"{path}/registrations")
    assert Counter(one["id"] for one in kept) == Counter(one["id"] for one in load.accepted.values())
    assert Counter(one["person_id"] for one in kept) == Counter(person.id for person in load.people)
    assert {one["id"]: one["state"] for one in kept} == {
        one["id"]: one["state"] for one in load.accepted.values()
    }
    _require_counted(kept, (await load.club.registration.got(path))["seats"]["online"])
    positions = sorted(one["position"] for one in load.accepted.values() if one["position"])
    assert positions == list(range(1, len(positions) + 1))
    return kept


def _require_counted(kept: list[Json], seats: Json) -> None:
    states = Counter(one["state"] for one in kept)
    assert states["confirmed"] <= seats["capacity"], "oversold"
    assert states["confirmed"] == min(seats["capacity"], len(kept))
    assert seats["free"] == seats["capacity"] - states["confirmed"]
    assert seats["waiting"] == states["waitlisted"]


async def require_mailed(load: Load, kept: list[Json], *, once: bool = True) -> list[Mail]:
    """Everybody has the mail of their registration, and one line in the staff feed; the mails.

    Where `once` does not hold, a mail may have come again, as the same mail: under its Message-ID.
    """
    wanted = {one["id"] for one in kept if one["state"] == "confirmed"}
    everybody = {person.email for person in load.people}
    mails = await _mails_to(load, everybody)
    by_id = {mail.message_id: mail for mail in mails}
    assert not once or len(by_id) == len(mails), "a mail came twice"
    assert Counter(mail.to for mail in by_id.values()) == Counter(everybody)
    await _require_one_line_each(load)
    invitations = [mail.invitation for mail in by_id.values() if mail.invitation]
    assert Counter(one.registration_id for one in invitations) == Counter(wanted)
    return mails


async def _require_one_line_each(load: Load) -> None:
    """The feed is written together with the queue of mails, hence never twice, whatever comes twice."""
    lines = await load.club.notifications.all("/staff-feed")
    about = [
        line["person_id"] for line in lines if line["person_id"] and load.club_event["title"] in line["text"]
    ]
    assert Counter(about) == Counter(person.id for person in load.people)


async def _mails_to(load: Load, everybody: set[str]) -> list[Mail]:
    mailbox, count = load.club.mailbox, len(everybody)
    mails = await mailbox.wait_about(load.club_event, count, seconds=MAILS_SECONDS)
    while everybody - {mail.to for mail in mails}:
        mails = await mailbox.wait_about(load.club_event, len(mails) + 1, seconds=MAILS_SECONDS)
    return mails
