"""Owns the counting of what was lost, came twice or was told too early, by comparing sets. Makes no fault."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tests.eventually import eventually
from tests.faults.editor import Editor
from tests.faults.load import Load
from tests.faults.witness import hear_witness, out_of_order, untold
from tests.running.callers import Json
from tests.running.club import Club

TOLD_SECONDS = 180.0


@dataclass(frozen=True)
class Reckoning:
    """What became of so many accepted commands."""

    commands: int
    lost: Sequence[str]
    """What was accepted and is not kept, not told, not in the staff feed, or was not mailed."""
    twice: Sequence[str]
    """What is kept twice, stands twice in the feed, or was mailed under two Message-IDs."""
    disordered: Sequence[str]
    """What was told before the event that it follows on in the history of its subject."""
    mailed_again: int
    """Mails that came once more as the same mail, under their Message-ID: what SMTP cannot avoid."""


async def reckon(club: Club, loads: Sequence[Load], editors: Sequence[Editor]) -> Reckoning:
    """Compare what people were answered with registrations, events, feed and mails, once all could come.

    The witness was called before they asked.
    """
    lost, twice, mailed_again = [], [], 0
    for load in loads:
        await _all_told(load)
    feed = await club.notifications.all("/staff-feed")
    for load in loads:
        kept = await club.registration.all(f"/club-events/{load.club_event['id']}/registrations")
        lines = _lines(feed, load)
        mails = await club.mailbox.listed(load.club_event)
        first = {mail["message_id"]: mail for mail in mails}
        mailed_again += len(mails) - len(first)
        accepted = {answer["id"] for answer in load.accepted.values()}
        people = {person.id for person in load.people}
        places: list[tuple[str, Collection[str], list[str]]] = [
            ("kept", accepted, [one["id"] for one in kept]),
            ("kept of a person", people, [one["person_id"] for one in kept]),
            ("in the feed", people, [line["person_id"] for line in lines]),
            ("mailed", {person.email for person in load.people}, [_to(mail) for mail in first.values()]),
        ]
        for place, wanted, found in places:
            counted = Counter(found)
            lost += [f"not {place}: {one}" for one in sorted(set(wanted) - counted.keys())]
            twice += [f"twice {place}: {one}" for one, times in sorted(counted.items()) if times > 1]
            twice += [f"{place}, never accepted: {one}" for one in sorted(counted.keys() - set(wanted))]
    told = await hear_witness(club.essaim.addresses["rabbitmq"])
    registrations = [f"registration/{one['id']}" for load in loads for one in load.accepted.values()]
    histories = dict.fromkeys(registrations, 1) | {editor.subject: editor.events for editor in editors}
    lost += untold(told, histories)
    return Reckoning(
        commands=len(registrations) + sum(editor.edits for editor in editors),
        lost=lost,
        twice=twice,
        disordered=out_of_order(told, histories),
        mailed_again=mailed_again,
    )


async def _all_told(load: Load) -> None:
    """Return once everybody has a mail, whose line is written with it, or no more can be expected."""

    async def told() -> bool:
        mails = await load.club.mailbox.listed(load.club_event)
        return {_to(mail) for mail in mails} >= {person.email for person in load.people}

    try:
        await eventually(told, seconds=TOLD_SECONDS, what="everybody has been told")
    except AssertionError:
        return  # who was not told is counted as lost


def _lines(feed: Sequence[Json], load: Load) -> list[Json]:
    return [line for line in feed if line["person_id"] and load.club_event["title"] in line["text"]]


def _to(mail: Json) -> str:
    [recipient] = mail["recipients"]
    return str(recipient)
