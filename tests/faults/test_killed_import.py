"""The worker is killed while it takes in a spreadsheet: in the end every row is in, once, and all hear it."""

from collections import Counter
from random import SystemRandom

from tests.eventually import eventually
from tests.running.callers import Json
from tests.running.club import Club
from tests.running.databases import databases_of
from tests.running.essaim import Essaim
from tests.running.spreadsheet import email_of, spreadsheet

ROWS = 1_200
WORKER = "directory-worker"


async def test_every_row_is_taken_in_once_although_the_worker_dies(essaim: Essaim, club: Club) -> None:
    series = SystemRandom().randrange(1_000)
    file: Json = {"content": spreadsheet(ROWS, series=series), "content_type": "text/csv"}
    sent = await club.directory.send("POST", "/imports", params={"apply": True}, **file)
    assert sent.status_code == 202, sent.text
    path = sent.headers["Location"]

    async def goes_on() -> bool:
        standing = await club.directory.got(path)
        assert standing["state"] in {"looking", "applying"}, "too late to be in the middle"
        return bool(standing["state"] == "applying" and standing["done"])

    await eventually(goes_on, seconds=90, what="some rows are taken in")
    await essaim.kill(WORKER)
    left = await club.directory.got(path)
    assert 0 < left["done"] < left["steps"], "killed too late to be in the middle"
    await essaim.start(WORKER)

    async def is_done() -> bool:
        return bool((await club.directory.got(path))["state"] == "done")

    await eventually(is_done, seconds=180, what="all is taken in")
    standing = await club.directory.got(path)
    assert (standing["created"], standing["refused"]) == (ROWS, 0)
    of_series = {"email": {"$regex": f"^s{series}-"}}
    async with databases_of(essaim) as databases:
        people = [one async for one in databases.by_service["directory"]["people"].find(of_series)]
        once = Counter(email_of(row, series=series) for row in range(ROWS))
        assert Counter(one["email"] for one in people) == once
        assert all(len(one["held"]) == 1 for one in people)

        async def heard() -> bool:
            contacts = databases.by_service["notifications"]["contacts"]
            return bool(await contacts.count_documents(of_series) == ROWS)

        await eventually(heard, seconds=120, what="notifications has heard of everybody")
