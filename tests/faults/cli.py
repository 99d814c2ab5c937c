"""Owns `./essaim faults`: the long form of the fault suite, and the page that tells what came of it."""

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from deploy.local import installation, screen
from deploy.local.failures import LocalFailure
from deploy.local.settings import ROOT, LocalSettings
from tests.bench.report import machine
from tests.faults.matrix import Outcome, run_matrix
from tests.faults.reckoning import Reckoning

PAGE: Final = ROOT / "docs" / "faults.md"
COMMANDS: Final = 10_000
SHOWN: Final = 5


def faults(
    *,
    commands: Annotated[
        int, typer.Option(min=1, help="Combien d’inscriptions acceptées, au moins.")
    ] = COMMANDS,
    as_json: Annotated[bool, typer.Option("--json", help="Le résultat en JSON.")] = False,
) -> None:
    """Tue chaque partie à chaque moment critique, sous la charge, et compte ce qui manque.

    Compte aussi ce qui est en double ou dans le désordre. À partir de 10 000 inscriptions acceptées, écrit
    docs/faults.md. Termine en erreur si quelque chose manque.
    """
    installation.ensure_servers(LocalSettings())
    with tempfile.TemporaryDirectory(prefix="essaim-faults-") as folder:
        figures = run_matrix(Path(folder), commands=commands, told=_tell)
    if figures["commands"] >= COMMANDS:
        PAGE.write_text(page(figures, commands=commands))
    if as_json:
        typer.echo(json.dumps(figures))
    else:
        screen.OUT.print(_table(figures))
    if any(figures[fault] for fault in ("lost", "twice", "disordered", "orphans")):
        raise LocalFailure(
            "Quelque chose s’est perdu, a eu lieu deux fois, a été dit trop tôt, ou tourne encore."
        )


def page(figures: Mapping[str, Any], *, commands: int) -> str:
    """The page: what was killed at which moment, and what came of it."""
    rows = [
        f"| {cell['victim']} | {cell['moment']} | {cell['ended']} | {cell['commands']} | {cell['lost']} "
        f"| {cell['twice']} | {cell['disordered']} | {cell['mailed_again']} | {cell['recovered_s']} |"
        for cell in figures["cells"]
    ]
    names = ("commands", "lost", "twice", "disordered")
    totals = ", ".join(f"{figures[name]} {name}" for name in names)
    return _PAGE.format(
        commands=commands,
        day=datetime.now(UTC).date(),
        machine=machine(),
        totals=totals,
        orphans=figures["orphans"],
        rows="\n".join(rows),
    )


def _tell(outcome: Outcome, reckoning: Reckoning) -> None:
    screen.say(
        f"{outcome.victim}, {outcome.moment}\u00a0: {outcome.commands} commandes acceptées, "
        f"{outcome.lost} perdues, {outcome.twice} en double, {outcome.disordered} dans le désordre."
    )
    for found in (reckoning.lost, reckoning.twice, reckoning.disordered):
        for what in found[:SHOWN]:
            screen.say(f"  {what}")


def _table(figures: Mapping[str, Any]) -> Table:
    table = Table("Victime", "Moment", "Fois", "Commandes", "Perdues", "En double", "Désordre", "Reprise (s)")
    for cell in figures["cells"]:
        names = ("victim", "moment", "ended", "commands", "lost", "twice", "disordered", "recovered_s")
        table.add_row(*(str(cell[name]) for name in names))
    return table


_PAGE = """# Faults

Written by `./essaim faults --commands {commands}` on {day}; do not edit. People register, eight at a
time, and the team writes the programme anew ten times a second. Meanwhile one part ends at one moment,
several times, and is started again. The moments are those of `shared/failpoints.py`, or some instant
(SIGKILL), or a stop in good order (away).

Then sets are compared: what was answered 2xx, what registration keeps, what was told of it, the lines of
the staff feed, the mails by their Message-ID. *Lost* is whatever is missing of one of them, *twice* whatever
is there once too often, *disordered* what a subscriber reads before the event that it follows on, of the same
subject.
*Mailed again* are mails that came once more under the same Message-ID: a mail server whose client ends in the
middle does not say what it has taken. *Recovered* is the longest time from a new start to the next work done.

{totals}; {orphans} processes left afterwards. Machine: {machine}.

| victim | moment | ended | commands | lost | twice | disordered | mailed again | recovered, s |
|---|---|---|---|---|---|---|---|---|
{rows}
"""
