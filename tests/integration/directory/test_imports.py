"""Checks that a spreadsheet is looked at row by row, then taken in whole, once, or not at all."""

import asyncio
import csv
import io
from collections import Counter
from functools import partial
from operator import methodcaller
from typing import Any

import httpx
import pytest

from services.directory.domain.spreadsheet_import import TURN
from services.directory.handlers.imports import enter_people
from services.directory.repository.imports import MongoImports
from services.directory.schemas.imports import HEADINGS
from services.directory.timers import imports as timer
from services.directory.timers.imports import take_in_spreadsheets
from shared.clock import utc_now
from shared.documents.spreadsheets import Bounds, read_rows
from shared.documents.tables import Table, TableFormat, write_table
from shared.storage.mongo import Database
from tests.integration.directory import given
from tests.integration.directory.conftest import Caller, Callers, Json

MANDUEL = {"Type": "Commune", "Collectivité": "Manduel", "SIREN": "213 001 555", "Code INSEE": "30155"}
CAMILLE = {"Prénom": "Camille", "Nom": "Durand", "Courriel": "camille@example.org", "Téléphone": "+33 1 22"}
MAYOR = {"Rôle": "Élu·e", "Fonction": "Maire", "Début": "20/03/2026", "Fin": "2032-03-19"}
COOK = {"Rôle": "Technicien·ne", "Fonction": "Cheffe", "Statut": "Titulaire", "Début": "2020-09-01"}
REFERENT = {"Rôle": "Référent·e", "Début": "2026-01-01"}
MEMBER = {"Adhésion": "Adhérente", "Adhérente depuis": "2026", "Population": "7044"}
RIGHT = [
    MANDUEL | MEMBER | CAMILLE | MAYOR,
    MANDUEL | MEMBER | CAMILLE | REFERENT,
    MANDUEL | MEMBER | CAMILLE | {"Prénom": "Dominique", "Courriel": "dominique@example.org"} | COOK,
]


def as_csv(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(HEADINGS), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


async def as_xlsx(rows: list[dict[str, str]]) -> bytes:
    async def pages() -> Any:
        yield rows

    table: Table[Any] = Table("import", {name: methodcaller("get", name) for name in HEADINGS})
    return b"".join([chunk async for chunk in write_table(table, TableFormat.XLSX, pages())])


async def sent(caller: Caller, content: bytes, *, apply: bool = False) -> httpx.Response:
    said: Any = {"params": {"apply": apply}, "content": content, "content_type": "application/octet-stream"}
    return await caller.send("POST", "/imports", **said)


async def work(database: Database) -> None:
    """What two workers do at once."""
    await asyncio.gather(
        *(take_in_spreadsheets(MongoImports("directory", database), utc_now) for _ in range(2))
    )


async def taken_in(staff: Caller, database: Database, content: bytes, *, apply: bool = True) -> Json:
    """How a file stands once the workers have done what there is to do, with the reports of its rows."""
    begun = await sent(staff, content, apply=apply)
    assert begun.status_code == 202, begun.text
    await work(database)
    path = begun.headers["Location"]
    standing: Json = (await staff.get(path)).json()
    return standing | {"lines": (await staff.get(f"{path}/lines", limit=200)).json()["items"]}


async def told_by(database: Database) -> Counter[str]:
    """The events that wait in the outbox, but for the one of the key that signs tokens."""
    rows = database["outbox"].find({"routing_key": {"$not": {"$regex": "SigningKey"}}})
    return Counter([row["routing_key"] async for row in rows])


async def test_a_file_is_looked_at_then_taken_in_once(
    staff: Caller, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timer, "ROWS_AT_ONCE", 2)
    looked_at = await taken_in(staff, database, as_csv(RIGHT), apply=False)
    assert [line["outcome"] for line in looked_at["lines"]] == ["created"] * 3, looked_at
    assert looked_at["lines"][0]["message"] == "À créer\u00a0: collectivité, personne, rôle, adhésion."
    assert (looked_at["state"], looked_at["created"]) == ("ready", 3)
    assert await told_by(database) == Counter()

    path = f"/imports/{looked_at['id']}"
    assert (await staff.post(f"{path}/apply")).status_code == 202
    await work(database)
    done = (await staff.get(path)).json()
    assert (done["state"], done["done"], done["steps"]) == ("done", 6, 6)
    told = await told_by(database)
    assert told == {
        "directory.OrganisationRegistered.v1": 1,
        "directory.PersonInvited.v1": 2,
        "directory.PersonUpdated.v1": 1,
        "directory.MandateStarted.v1": 1,
        "directory.PostStarted.v1": 1,
        "directory.MembershipApplied.v1": 1,
        "directory.MembershipActivated.v1": 1,
    }
    assert await database["import_files"].count_documents({}) == 0
    for again in (as_csv(RIGHT), await as_xlsx(RIGHT)):
        report = await taken_in(staff, database, again)
        assert (report["state"], report["unchanged"]) == ("done", 3), report
    assert await told_by(database) == told


async def test_a_worker_that_dies_leaves_rows_that_another_takes_in_once(
    staff: Caller, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timer, "ROWS_AT_ONCE", 2)
    people = [f"p{number}@example.org" for number in range(11)]
    rows = [MANDUEL | CAMILLE | COOK | {"Courriel": email} for email in people]
    begun = await sent(staff, as_csv(rows), apply=True)

    async def dies(lines: Any, directory: Any) -> Any:
        if any(line.identity.email == people[5] for line in lines) and len(entered) == 1:
            raise RuntimeError("killed")
        return await enter_people(lines, directory)

    entered: list[str] = []
    monkeypatch.setattr(timer, "enter_people", dies)
    keep = MongoImports.keep_reports

    async def looked_at(imports: MongoImports, spreadsheet: Any, reports: Any) -> None:
        entered.append("looked at")
        await keep(imports, spreadsheet, reports)

    monkeypatch.setattr(MongoImports, "keep_reports", looked_at)
    with pytest.raises(RuntimeError, match="killed"):
        await take_in_spreadsheets(MongoImports("directory", database), utc_now)
    half = (await staff.get(begun.headers["Location"])).json()
    assert (half["state"], half["done"], half["steps"]) == ("applying", 4, 11)
    assert (await told_by(database))["directory.PersonInvited.v1"] == 4

    monkeypatch.setattr(timer, "enter_people", enter_people)
    await work(database)
    assert (await staff.get(begun.headers["Location"])).json()["done"] == 4, "its turn is not over yet"
    later = partial(take_in_spreadsheets, MongoImports("directory", database), lambda: utc_now() + TURN)
    await asyncio.gather(later(), later())
    assert (await staff.get(begun.headers["Location"])).json()["state"] == "done"
    told = await told_by(database)
    assert (told["directory.PersonInvited.v1"], told["directory.OrganisationRegistered.v1"]) == (11, 1)
    assert entered == ["looked at"]


async def test_of_files_sent_at_once_each_row_is_taken_in_once(staff: Caller, database: Database) -> None:
    answers = await asyncio.gather(*(sent(staff, as_csv(RIGHT), apply=True) for _ in range(4)))
    await work(database)
    assert {(await staff.get(answer.headers["Location"])).json()["state"] for answer in answers} == {"done"}
    told = await told_by(database)
    assert (told["directory.OrganisationRegistered.v1"], told["directory.PersonInvited.v1"]) == (1, 2)


async def test_a_row_that_others_made_impossible_meanwhile_is_said_to_be_refused(
    staff: Caller, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = given.MANDUEL | {"siren": "213000292", "population": 7000}

    async def overtaken(lines: Any, directory: Any) -> Any:
        if await database["import_lines"].count_documents({}):
            await staff.made("/organisations", others)
        return await enter_people(lines, directory)

    monkeypatch.setattr(timer, "enter_people", overtaken)
    report = await taken_in(staff, database, as_csv([MANDUEL | CAMILLE | MAYOR]))
    assert (report["state"], report["refused"]) == ("done", 1)
    (line,) = report["lines"]
    assert (line["outcome"], line["code"]) == ("refused", "line_contradicts")
    assert await database["people"].count_documents({}) == 0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"SIREN": "213001556"}, "SIREN"),
        ({"Collectivité": "=1+1"}, "formule"),
        ({"Collectivité": "M" * 10_000}, "au plus 200"),
        ({"Courriel": "nobody"}, "Courriel"),
        ({"Courriel": "c\N{CYRILLIC SMALL LETTER A}mille@example.org"}, "Courriel"),
        ({"Nom": "Du\N{ZERO WIDTH JOINER}rand"}, "Nom"),
        ({"Rôle": "Administration"}, "Rôle"),
        ({"Début": "31/02/2026"}, "Début"),
        ({"Type": "Entreprise"}, "Type"),
    ],
)
async def test_one_wrong_row_and_nothing_is_taken_in(
    staff: Caller, database: Database, wrong: dict[str, str], says: str
) -> None:
    rows = [*RIGHT, RIGHT[0] | wrong]
    for content in (as_csv(rows), await as_xlsx(rows)):
        report = await taken_in(staff, database, content)
        assert (report["state"], report["refused"]) == ("refused", 1), report
        assert (report["lines"][3]["line"], says in report["lines"][3]["message"]) == (5, True), report
        again = await staff.post(f"/imports/{report['id']}/apply")
        assert (again.status_code, again.json()["code"]) == (409, "import_refused")
    assert await database["organisations"].count_documents({}) == 0
    assert await database["import_files"].count_documents({}) == 0
    assert not await told_by(database)


async def test_the_report_is_read_page_by_page_by_outcome_and_as_a_file(
    staff: Caller, caller: Callers, database: Database
) -> None:
    report = await taken_in(staff, database, as_csv([*RIGHT, RIGHT[0] | {"SIREN": "213001556"}]))
    path = f"/imports/{report['id']}/lines"
    refused = (await staff.get(path, outcome="refused")).json()["items"]
    assert [line["line"] for line in refused] == [5]
    first = (await staff.get(path, limit=3)).json()
    last = (await staff.get(path, limit=3, cursor=first["next_cursor"])).json()
    assert [line["line"] for line in first["items"] + last["items"]] == [2, 3, 4, 5]
    for form in TableFormat:
        file = (await staff.get(f"{path}/export", format=form.value)).content
        cells = [row.cells for row in read_rows(file, Bounds())]
        assert cells[0] == ("Ligne", "Résultat", "Détail")
        assert [row[1] for row in cells[1:]] == ["À créer"] * 3 + ["Refusée"]
    assert (await caller().get(path)).status_code == 403


async def test_a_file_that_is_none_is_refused_at_once(staff: Caller, caller: Callers) -> None:
    headings = ";".join(HEADINGS).encode()
    for content, status in (
        (b"\x00\x01", 422),
        (b"Nom;Age\n", 422),
        (headings, 422),
        (headings + b"\nx" * 20_001, 422),
        (b"x" * 100_000_000, 413),
    ):
        assert (await sent(staff, content, apply=True)).status_code == status
    assert (await sent(caller(), as_csv(RIGHT))).status_code == 403
    unknown = "/imports/00000000-0000-0000-0000-000000000001"
    for answer in (await staff.get(unknown), await staff.post(f"{unknown}/apply")):
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_import")


async def test_the_template_has_the_headings_that_are_read(staff: Caller) -> None:
    for form in TableFormat:
        template = (await staff.get("/imports/template", format=form.value)).content
        (headings,) = read_rows(template, Bounds())
        assert headings.cells == tuple(HEADINGS)
