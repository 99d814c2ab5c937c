"""Owns `./essaim dead-letters`: what the services gave up, shown and sent back. Keeps nothing itself."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from deploy.local import screen
from deploy.local.failures import LocalFailure
from deploy.local.services import SERVICES
from deploy.local.settings import LocalSettings
from deploy.local.staff import ask

Json = dict[str, Any]
PAGE = 200

Queue = Annotated[str | None, typer.Option(help="Ceux d’un traitement seul\u00a0: registration.keep_people.")]
Reason = Annotated[str | None, typer.Option(help="Ceux dont le motif commence ainsi.")]
AsJson = Annotated[bool, typer.Option("--json", help="Écrit le résultat en JSON.")]

app = typer.Typer(
    help="Messages abandonnés\u00a0: les voir, les renvoyer à leur traitement.", no_args_is_help=True
)


@app.command("groups")
def show_groups(*, as_json: AsJson = False) -> None:
    """Compte les messages abandonnés, par traitement et par sorte d’erreur."""
    groups = [
        group for service in SERVICES for group in ask(LocalSettings(), service, "GET /dead-letters/groups")
    ]
    if as_json:
        typer.echo(json.dumps(groups, ensure_ascii=False))
        return
    _show(
        ("Traitement", "Erreur", "Nombre", "Depuis"),
        ((group["queue"], group["error"], str(group["count"]), group["first_at"]) for group in groups),
    )


@app.command("list")
def show_letters(*, queue: Queue = None, reason: Reason = None, as_json: AsJson = False) -> None:
    """Montre chaque message abandonné, avec son motif."""
    letters = [
        letter for service in services_of(queue) for letter in _letters(service, queue=queue, reason=reason)
    ]
    if as_json:
        typer.echo(json.dumps(letters, ensure_ascii=False))
        return
    _show(
        ("Identifiant", "Évènement", "Motif", "Abandonné"),
        ((letter["id"], letter["type"], letter["reason"], letter["at"]) for letter in letters),
    )


@app.command("replay")
def replay(
    *,
    letter_id: Annotated[
        str | None, typer.Option("--id", help="Un seul, par l’identifiant que donne list.")
    ] = None,
    queue: Queue = None,
    reason: Reason = None,
    everything: Annotated[bool, typer.Option("--all", help="Tous.")] = False,
    as_json: AsJson = False,
) -> None:
    """Renvoie des messages abandonnés à leur traitement\u00a0: un, un groupe, ou tous."""
    chosen = {"id": letter_id, "queue": queue, "reason": reason}
    if everything == any(chosen.values()):
        raise LocalFailure("Dites lesquels\u00a0: --id, --queue, --reason, ou bien --all.")
    replayed = sum(
        ask(LocalSettings(), service, "POST /dead-letters/replay", json=chosen)["replayed"]
        for service in services_of(letter_id or queue)
    )
    if as_json:
        typer.echo(json.dumps({"replayed": replayed}))
    else:
        screen.say(f"Renvoyés à leur traitement\u00a0: {replayed}.")


def services_of(name: str | None) -> tuple[str, ...]:
    """Whose letters a queue's name or a letter's id tells of; those of all services where there is none.

    Raises:
        LocalFailure: it begins with the name of no service.
    """
    if name is None:
        return SERVICES
    service = name.partition(".")[0]
    if service not in SERVICES:
        raise LocalFailure(f"«\u00a0{name}\u00a0» n’est le traitement d’aucun service.")
    return (service,)


def _letters(service: str, **wanted: str | None) -> Iterator[Json]:
    asked: Json = {name: value for name, value in wanted.items() if value} | {"limit": PAGE}
    while True:
        page = ask(LocalSettings(), service, "GET /dead-letters", params=asked)
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        asked["cursor"] = page["next_cursor"]


def _show(columns: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    lines = list(rows)
    if not lines:
        screen.say("Aucun message abandonné.")
        return
    screen.show_table(columns, lines)
