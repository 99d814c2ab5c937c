"""Owns `./essaim bench …`: each bench starts a system of its own, measures, and prints ratios."""

import json
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from deploy.local import installation, screen
from deploy.local.failures import LocalFailure
from deploy.local.services import ServerUrls
from deploy.local.settings import LocalSettings
from tests.bench import (
    consumer,
    convention,
    growth,
    importing,
    latency,
    memory,
    offer,
    relay,
    report,
    rush,
    search,
)
from tests.bench.system import BenchSystem, running_servers, running_system

app = typer.Typer(
    help="Mesure la vitesse, toujours par rapport à un repère mesuré dans le même essai.",
    no_args_is_help=True,
)

AsJson = Annotated[bool, typer.Option("--json", help="Le résultat en JSON.")]


@app.command("rush")
def run_rush(*, as_json: AsJson = False) -> None:
    """Inscriptions par seconde sur un évènement, à côté d’une simple insertion\u202f; puis 600 d’un coup.

    D’abord avec un processus d’API, puis avec deux sur le même évènement.
    """
    _run(running_system(registration_apis=2), rush.measure, as_json=as_json)


@app.command("latency")
def run_latency(*, as_json: AsJson = False) -> None:
    """De la demande d’inscription au courriel reçu, une à la fois."""
    _run(running_system(with_notifications=True), latency.measure, as_json=as_json)


@app.command("offer")
def run_offer(*, as_json: AsJson = False) -> None:
    """D’une place rendue à sa proposition par courriel à la personne suivante."""
    _run(running_system(with_notifications=True), offer.measure, as_json=as_json)


@app.command("relay")
def run_relay(*, as_json: AsJson = False) -> None:
    """20 000 évènements de la boîte d’envoi à RabbitMQ, à côté de la seule publication confirmée."""
    _run_on_servers(relay.measure, as_json=as_json)


@app.command("consumer")
def run_consumer(*, as_json: AsJson = False) -> None:
    """Messages traités, chacun une fois, à côté d’une simple insertion par message."""
    _run_on_servers(consumer.measure, as_json=as_json)


@app.command("memory")
def run_memory(*, as_json: AsJson = False) -> None:
    """Mémoire de chaque processus au repos, dans l’affluence, et quand 100 000 évènements attendent."""
    _run(running_system(), memory.measure, as_json=as_json)


@app.command("growth")
def run_growth(*, as_json: AsJson = False) -> None:
    """Durée d’une inscription avec mille, puis un million d’inscriptions dans la base."""
    _run(running_system(), growth.measure, as_json=as_json)


@app.command("search")
def run_search(*, as_json: AsJson = False) -> None:
    """Recherche, lettre après lettre, dans tous les territoires, 5 000 collectivités et 100 000 personnes."""
    installation.ensure_servers(LocalSettings())
    with search.running_directory() as running:
        figures = search.measure(running)
    _show(figures, as_json=as_json)


@app.command("convention")
def run_convention(*, as_json: AsJson = False) -> None:
    """Une convention et ses trois signatures, à côté des seules bibliothèques (Typst, pyHanko)."""
    installation.ensure_servers(LocalSettings())
    with screen.busy("Mesure en cours, sur un système d’essai…"), convention.running_conventions() as running:
        figures = convention.measure(running)
    _show(figures, as_json=as_json)


@app.command("import")
def run_import(*, as_json: AsJson = False) -> None:
    """Un classeur de 20 000 lignes\u202f: contrôlé, puis importé, en disant où il en est."""
    installation.ensure_servers(LocalSettings())
    with search.running_directory() as running:
        figures = importing.measure(running)
    _show(figures, as_json=as_json)


@app.command("all")
def run_every_bench(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[MESURE]…", help="Celles-ci\u202f; sinon, toutes."),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Toutes les mesures l’une après l’autre\u202f; écrit docs/benchmarks.md quand aucune n’est nommée."""
    if unknown := sorted(set(names or ()) - report.BENCHES.keys()):
        raise LocalFailure(f"Mesure inconnue\u00a0: {unknown[0]}.")
    figures = report.run_all(names or list(report.BENCHES))
    if not names:
        report.write(figures)
    if as_json:
        typer.echo(json.dumps(figures))


def _run(
    system: AbstractContextManager[BenchSystem],
    measure: Callable[[BenchSystem], dict[str, Any]],
    *,
    as_json: bool,
) -> None:
    installation.ensure_servers(LocalSettings())
    with screen.busy("Mesure en cours, sur un système d’essai…"), system as running:
        figures = measure(running)
    _show(figures, as_json=as_json)


def _run_on_servers(measure: Callable[[ServerUrls], dict[str, Any]], *, as_json: bool) -> None:
    installation.ensure_servers(LocalSettings())
    with (
        screen.busy("Mesure en cours, sur des serveurs d’essai…"),
        tempfile.TemporaryDirectory(prefix="essaim-bench-") as folder,
        running_servers(Path(folder)) as urls,
    ):
        figures = measure(urls)
    _show(figures, as_json=as_json)


def _show(figures: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(figures))
        return
    table = Table("Mesure", "Valeur")
    for name, value in figures.items():
        table.add_row(name, json.dumps(value) if isinstance(value, dict) else str(value))
    screen.OUT.print(table)
