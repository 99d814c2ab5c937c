"""Owns the reading of what has come to the mail catcher, invitations too. Sends nothing."""

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from icalendar import Calendar

from tests.eventually import DEADLINE_SECONDS, eventually

AT_ONCE = 16
MAILS_MAX = 10_000


@dataclass(frozen=True)
class Invitation:
    """What a calendar reads of a mail."""

    method: str
    uid: str
    sequence: int
    starts: datetime
    timezone: str

    @property
    def registration_id(self) -> str:
        """The registration that the entry stands for."""
        return self.uid.removesuffix("@essaim")


@dataclass(frozen=True)
class Mail:
    """One mail that has come."""

    number: int
    to: str
    subject: str
    message_id: str
    text: str
    html: str
    invitation: Invitation | None


class Mailbox:
    """Everybody's mails, in the order of their coming."""

    def __init__(self, catcher: httpx.AsyncClient) -> None:
        self._catcher = catcher
        self._known: list[dict[str, Any]] = []

    async def count(self, club_event: dict[str, Any]) -> int:
        """How many mails there are about a gathering, whose title is its own."""
        return len(await self._listed(club_event["title"]))

    async def total(self) -> int:
        """How many mails there are."""
        return len(await self._listed(""))

    async def listed(self, club_event: dict[str, Any]) -> list[dict[str, Any]]:
        """The mails about a gathering as the catcher lists them, unread."""
        return await self._listed(club_event["title"])

    async def written_to(self) -> set[str]:
        """Every address that some mail was for."""
        return {address for mail in await self._listed("") for address in mail["recipients"]}

    async def subjects_for(self, email: str) -> list[str]:
        """What the mails for somebody say that they are about, in the order of their coming."""
        return [str(mail["subject"]) for mail in await self._listed("") if email in mail["recipients"]]

    async def about(self, club_event: dict[str, Any]) -> list[Mail]:
        """The mails about a gathering."""
        free = asyncio.Semaphore(AT_ONCE)

        async def read(number: int) -> Mail:
            async with free:
                return await self._read(number)

        listed = await self._listed(club_event["title"])
        return list(await asyncio.gather(*(read(mail["number"]) for mail in listed)))

    async def wait_about(
        self, club_event: dict[str, Any], count: int, *, seconds: float = DEADLINE_SECONDS
    ) -> list[Mail]:
        """The mails about a gathering, once there are at least `count`."""
        await self.reaches(club_event, count, seconds=seconds)
        return await self.about(club_event)

    async def reaches(
        self, club_event: dict[str, Any], count: int, *, seconds: float = DEADLINE_SECONDS
    ) -> None:
        """Return once there are at least `count` mails about a gathering."""

        async def come() -> bool:
            return await self.count(club_event) >= count

        await eventually(come, seconds=seconds, what=f"{count} mails about {club_event['title']}")

    async def links_for(self, email: str) -> list[str]:
        """The sign-in links that have come for somebody, in the order of their coming."""
        mails = [await self._read(mail["number"]) for mail in await self._listed("connexion")]
        texts = [mail.text for mail in mails if mail.to == email]
        return [re.findall(r"http\S+/sign-in/link\?secret=[\w-]+", text)[0] for text in texts]

    async def _read(self, number: int) -> Mail:
        return _mail((await self._catcher.get(f"/api/messages/{number}")).raise_for_status().json())

    async def _listed(self, title: str) -> list[dict[str, Any]]:
        last = self._known[-1]["number"] if self._known else 0
        answer = await self._catcher.get("/api/messages", params={"after": last, "limit": MAILS_MAX})
        new = answer.raise_for_status().json()["messages"]
        self._known += [mail for mail in new if mail["number"] > last]
        return [mail for mail in self._known if title in mail["subject"]]


def _mail(said: dict[str, Any]) -> Mail:
    [to] = said["recipients"]
    calendars = [
        attachment["text"] for attachment in said["attachments"] if attachment["filename"].endswith(".ics")
    ]
    return Mail(
        number=said["number"],
        to=to,
        subject=said["subject"],
        message_id=said["message_id"],
        text=said["text"],
        html=said["html"],
        invitation=_invitation(calendars[-1]) if calendars else None,
    )


def _invitation(text: str) -> Invitation:
    calendar: Any = Calendar.from_ical(text)
    [event] = calendar.walk("VEVENT")
    return Invitation(
        method=str(calendar["METHOD"]),
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        starts=event["DTSTART"].dt,
        timezone=str(event["DTSTART"].params["TZID"]),
    )
