"""Owns `./essaim import`: a spreadsheet handed to the directory of this machine. Reads no cell itself."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from deploy.local import screen
from deploy.local.failures import LocalFailure
from deploy.local.settings import LocalSettings
from deploy.local.staff import answered, staff_of
from shared.ids import new_id

STALLED_AFTER_SECONDS = 120.0
POLL_SECONDS = 0.3
WORDS = {"created": "+", "unchanged": "=", "refused": "✗"}
WORK = {"looking": "Contrôle des lignes", "applying": "Import"}
"""What is under way, by state; in any other state nothing is."""


def import_file(
    *,
    file: Annotated[
        Path, typer.Argument(help="Classeur XLSX ou CSV.", exists=True, dir_okay=False, readable=True)
    ],
    apply: Annotated[
        bool, typer.Option("--apply", help="Importe tout, si aucune ligne n’est refusée.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Écrit le compte rendu en JSON.")] = False,
) -> None:
    """Contrôle un classeur de collectivités, personnes, rôles et adhésions, ligne par ligne, ou l’importe.

    Sans --apply, rien ne change. Le code de sortie est 1 si une ligne est refusée.
    """
    with staff_of(LocalSettings(), "directory") as directory:
        report = reported(directory, file.read_bytes(), apply=apply)
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else "\n".join(said_of(report)))
    if report["refused"]:
        raise typer.Exit(1)


def reported(directory: httpx.Client, content: bytes, *, apply: bool) -> dict[str, Any]:
    """How a file stands once all is done that was asked for, with what came of each row.

    Raises:
        LocalFailure: the directory does not run, refuses the file as a whole, or does not go on.
    """
    headers = {"Content-Type": "application/octet-stream", "Idempotency-Key": str(new_id())}
    begun = answered(directory, "POST /imports", params={"apply": apply}, content=content, headers=headers)
    path = f"/imports/{begun['id']}"
    standing = _followed(directory, path)
    return {**standing, "lines": list(_lines(directory, path))}


def said_of(report: dict[str, Any]) -> list[str]:
    """The report as a person reads it: the rows that are not there already, then the counts."""
    lines = [
        f"{WORDS[line['outcome']]} ligne {line['line']}\u00a0: {line['message']}"
        for line in report["lines"]
        if line["outcome"] != "unchanged"
    ]
    counts = (
        f"{report['rows']} lignes\u00a0: {report['created']} à créer, "
        f"{report['unchanged']} inchangées, {report['refused']} refusées."
    )
    outcome = "Import fait." if report["state"] == "done" else "Rien n’a changé."
    return [*lines, counts, outcome]


def _followed(directory: httpx.Client, path: str) -> dict[str, Any]:
    """How the file stands when nothing is under way any more, with a bar for each work meanwhile."""
    standing: dict[str, Any] = answered(directory, f"GET {path}")
    while (state := standing["state"]) in WORK:
        with screen.reporting(WORK[state]) as report:
            moved_at = time.monotonic()
            while standing["state"] == state:
                report(standing["done"], standing["steps"])
                time.sleep(POLL_SECONDS)  # between two questions: how far an import is has no stream
                before, standing = standing, answered(directory, f"GET {path}")
                if standing != before:
                    moved_at = time.monotonic()
                elif time.monotonic() - moved_at > STALLED_AFTER_SECONDS:
                    raise LocalFailure("L’import n’avance plus\u00a0: voyez le journal directory.log.")
            report(before["steps"], before["steps"])
    return standing


def _lines(directory: httpx.Client, path: str) -> Iterator[dict[str, Any]]:
    asked: dict[str, Any] = {"limit": 200}
    while True:
        page = answered(directory, f"GET {path}/lines", params=asked)
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        asked["cursor"] = page["next_cursor"]
