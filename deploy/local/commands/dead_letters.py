"""Owns `./essaim dead-letters`: what the services gave up, shown, sent back or discarded. Keeps nothing."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
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

LetterId = Annotated[str, typer.Argument(help="L’identifiant que donne list.")]
OneId = Annotated[str | None, typer.Option("--id", help="Un seul, par l’identifiant que donne list.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Dit seulement combien de messages sont concernés.")]

ACTS = {"replayed": "renvoyé", "discarded": "écarté"}
FIELDS = {
    "id": "Identifiant",
    "queue": "Traitement",
    "type": "Évènement",
    "reason": "Motif",
    "at": "Abandonné",
    "state": "État",
}

app = typer.Typer(
    help="Messages abandonnés\u00a0: les voir, les renvoyer à leur traitement, les écarter.",
    no_args_is_help=True,
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
        letter
        for service in services_of(queue)
        for letter in _all(service, "GET /dead-letters", queue=queue, reason=reason)
    ]
    if as_json:
        typer.echo(json.dumps(letters, ensure_ascii=False))
        return
    _show(
        ("Identifiant", "Évènement", "Motif", "Abandonné"),
        ((letter["id"], letter["type"], letter["reason"], letter["at"]) for letter in letters),
    )


@app.command("show")
def show_letter(letter_id: LetterId, *, as_json: AsJson = False) -> None:
    """Montre un message abandonné en entier, et ce qui en a été fait."""
    [service] = services_of(letter_id)
    letter = ask(LocalSettings(), service, "GET /dead-letters/letter", params={"id": letter_id})
    if as_json:
        typer.echo(json.dumps(letter, ensure_ascii=False))
        return
    for name, field in FIELDS.items():
        screen.OUT.print(f"{field}\u00a0: {letter[name]}", highlight=False, markup=False, soft_wrap=True)
    for act in letter["acts"]:
        screen.OUT.print(" · ".join(_act(act)), highlight=False, markup=False, soft_wrap=True)
    screen.OUT.print(letter["body"], highlight=False, markup=False, soft_wrap=True)


@app.command("acts")
def show_acts(*, as_json: AsJson = False) -> None:
    """Montre qui a renvoyé ou écarté quels messages, quand et pourquoi."""
    acts = [act for service in SERVICES for act in _all(service, "GET /dead-letters/acts")]
    if as_json:
        typer.echo(json.dumps(acts, ensure_ascii=False))
        return
    _show(("Quand", "Acte", "Par", "Pourquoi", "Message"), (_act(act) for act in acts), none="Aucun acte.")


@app.command("replay")
def replay(  # noqa: PLR0913  # the options of a command
    *,
    letter_id: OneId = None,
    queue: Queue = None,
    reason: Reason = None,
    everything: Annotated[bool, typer.Option("--all", help="Tous.")] = False,
    dry_run: DryRun = False,
    rate: Annotated[
        int | None, typer.Option(min=1, help="Pas plus de tant de messages par seconde et par service.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Renvoie des messages abandonnés à leur traitement\u00a0: un, un groupe, ou tous."""
    chosen: Json = {"id": letter_id, "queue": queue, "reason": reason}
    if everything == any(chosen.values()):
        raise LocalFailure("Dites lesquels\u00a0: --id, --queue, --reason, ou bien --all.")
    services = services_of(letter_id or queue)
    if dry_run:
        _tell_chosen("replay", services, chosen, as_json=as_json)
        return
    replayed = sum(_replay(service, chosen, rate) for service in services)
    if as_json:
        typer.echo(json.dumps({"replayed": replayed}))
    else:
        screen.say(f"Renvoyés à leur traitement\u00a0: {replayed}.")


@app.command("discard")
def discard(  # noqa: PLR0913  # the options of a command
    *,
    note: Annotated[str, typer.Option(help="Pourquoi rien ne doit en advenir\u202f; gardé et montré.")],
    letter_id: OneId = None,
    queue: Queue = None,
    reason: Reason = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Écarte des messages abandonnés\u00a0: ils restent lisibles, et ne sont plus dans la liste."""
    chosen: Json = {"id": letter_id, "queue": queue, "reason": reason, "note": note}
    if not (letter_id or queue or reason):
        raise LocalFailure("Dites lesquels\u00a0: --id, --queue ou --reason.")
    services = services_of(letter_id or queue)
    if dry_run:
        _tell_chosen("discard", services, chosen, as_json=as_json)
        return
    answers = [ask(LocalSettings(), one, "POST /dead-letters/discard", json=chosen) for one in services]
    discarded = sum(answer["discarded"] for answer in answers)
    if as_json:
        typer.echo(json.dumps({"discarded": discarded}))
    else:
        screen.say(f"Écartés\u00a0: {discarded}.")


def _replay(service: str, chosen: Json, rate: int | None) -> int:
    """Send a service's letters back, so many in a second if asked; how many there were.

    What comes back meanwhile is left for another time: it would go round for ever.
    """
    begun = datetime.now(UTC).isoformat()
    asked = chosen | {"before": begun, "limit": rate}
    replayed = 0
    while True:
        sent: int = ask(LocalSettings(), service, "POST /dead-letters/replay", json=asked)["replayed"]
        replayed += sent
        if rate is None or sent < rate:
            return replayed
        time.sleep(1)  # the rate that was asked for: so many a second


def _tell_chosen(act: str, services: tuple[str, ...], chosen: Json, *, as_json: bool) -> None:
    """Say how many letters it is about, and leave them as they are."""
    asked = chosen | {"dry_run": True}
    answers = [ask(LocalSettings(), one, f"POST /dead-letters/{act}", json=asked) for one in services]
    count = sum(answer["chosen"] for answer in answers)
    if as_json:
        typer.echo(json.dumps({"chosen": count}))
    else:
        screen.say(f"Messages concernés\u00a0: {count}. Rien n’a été fait.")


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


def _all(service: str, request: str, **wanted: str | None) -> Iterator[Json]:
    """All items of a list, page after page."""
    asked: Json = {name: value for name, value in wanted.items() if value} | {"limit": PAGE}
    while True:
        page = ask(LocalSettings(), service, request, params=asked)
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        asked["cursor"] = page["next_cursor"]


def _act(act: Json) -> tuple[str, ...]:
    return (act["at"], ACTS[act["act"]], act["by"], act["note"], act["letter"])


def _show(
    columns: tuple[str, ...], rows: Iterator[tuple[str, ...]], *, none: str = "Aucun message abandonné."
) -> None:
    lines = list(rows)
    if not lines:
        screen.say(none)
        return
    screen.show_table(columns, lines)
