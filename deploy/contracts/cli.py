"""Owns `./essaim contracts`: the commands and what they print. Decides nothing about contracts."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from deploy.contracts import asyncapi, page
from deploy.contracts.checks import Problem, problems
from deploy.contracts.compatibility import Schema
from deploy.contracts.current import schemas
from deploy.contracts.freezing import CannotFreeze, freeze
from deploy.contracts.published import Published
from deploy.contracts.sentences import sentence
from shared.events.catalogue import contracts

app = typer.Typer(
    no_args_is_help=True, help="Contrats des évènements : schémas publiés, exemples et documents."
)


@app.command("check")
def check(
    *, as_json: Annotated[bool, typer.Option("--json", help="Écrit le résultat en JSON.")] = False
) -> None:
    """Vérifie que le code, les schémas publiés, les exemples et la page s’accordent."""
    current = schemas()
    found = problems(current, documents(current, Published()), Published())
    if as_json:
        document = {"ok": not found, "schemas": len(current), "problems": [_fact(one) for one in found]}
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif not found:
        typer.echo(f"{len(current)} schémas à jour et compatibles avec toutes leurs révisions.")
    else:
        _complain(found)
    if found:
        raise typer.Exit(1)


@app.command("freeze")
def write_revisions() -> None:
    """Publie une révision de chaque contrat qui a grandi ; refuse ce qui casserait un lecteur."""
    try:
        written = freeze(schemas(), Published())
    except CannotFreeze as refusal:
        _complain(refusal.problems)
        typer.echo(
            "Rien n’a été écrit : une rupture se publie à côté, en version majeure suivante.", err=True
        )
        raise typer.Exit(1) from refusal
    for one in written:
        what = "nouvelle révision" if one.is_new else "nouvelle rédaction de la révision"
        typer.echo(f"{one.name} : {what} {one.revision}")
    if not written:
        typer.echo("Rien de nouveau à publier.")


@app.command("docs")
def write_page() -> None:
    """Réécrit docs/events.md et docs/asyncapi.json d’après le code."""
    for file, text in documents(schemas(), Published()).items():
        file.write_text(text)
        typer.echo(f"{file} écrit.")


def documents(current: Mapping[str, Schema], published: Published) -> Mapping[Path, str]:
    """What is made from the contracts: files, and the text that each is to have."""
    told = contracts()
    return {
        published.page: page.render(told, current),
        published.asyncapi: asyncapi.render(told, current),
    }


def _complain(found: tuple[Problem, ...]) -> None:
    for problem in found:
        typer.echo(sentence(problem), err=True)


def _fact(problem: Problem) -> dict[str, object]:
    return asdict(problem) | {"sentence": sentence(problem)}
