"""Owns `./essaim up`: what is installed, started, shown and ended, in which order."""

import asyncio
import json
import signal
from contextlib import nullcontext
from types import FrameType
from typing import Annotated

import typer

from deploy.local import installation, screen
from deploy.local.commands.down import end_run
from deploy.local.every_key import ensure_keys
from deploy.local.failures import LocalFailure
from deploy.local.given_servers import require_given
from deploy.local.layout import Layout
from deploy.local.run_record import RunRecord
from deploy.local.settings import LocalSettings
from deploy.local.system import System

STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def up(
    *,
    sample: Annotated[bool, typer.Option("--sample", help="Charge ensuite le jeu d’exemple.")] = False,
    detach: Annotated[
        bool, typer.Option("--detach", help="Rend la main et laisse tout tourner jusqu’à ./essaim down.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Écrit les adresses en JSON.")] = False,
) -> None:
    """Démarre tout le système sur cette machine, et l’arrête à Ctrl-C."""
    settings = LocalSettings()
    if addresses := _addresses_of_running(settings):
        screen.say("Essaim tourne déjà.")
        _finish(addresses, sample=sample, as_json=as_json)
        return
    for number in STOPPING_SIGNALS:
        signal.signal(number, _interrupt)
    require_given(settings)
    ensure_keys(settings)
    installation.ensure_servers(settings)
    layout = Layout(settings)
    system = System(layout.stages, RunRecord(settings.state))
    try:
        with screen.start_progress() as progress:
            system.start(progress, layout.addresses)
        _finish(layout.addresses, sample=sample, as_json=as_json)
        if not detach:
            _stay(system)
    except BaseException:
        _stop(system)
        raise


def _addresses_of_running(settings: LocalSettings) -> dict[str, str] | None:
    run = RunRecord(settings.state).read()
    if run is None:
        return None
    if run.is_up:
        return run.addresses
    if run.runner.is_alive:
        raise LocalFailure("Essaim est en train de démarrer ou de s’arrêter dans un autre terminal.")
    # A run whose runner was killed, or a part of which has died since it was detached.
    end_run(run)
    return None


def _finish(addresses: dict[str, str], *, sample: bool, as_json: bool) -> None:
    asyncio.run(_load(addresses, sample=sample))
    if as_json:
        typer.echo(json.dumps({"addresses": addresses}, indent=2))
    else:
        screen.show_addresses(addresses)


async def _load(addresses: dict[str, str], *, sample: bool) -> None:
    from deploy.local.reference_data import load_reference_data, refresh_search  # noqa: PLC0415  # slow
    from deploy.local.sample.loading import load  # noqa: PLC0415  # slow, and used here alone

    await load_reference_data(addresses["mongodb"])
    await refresh_search(addresses["mongodb"])
    if sample:
        await load(addresses, screen.say)


def _stay(system: System) -> None:
    screen.say("Ctrl-C arrête tout.")
    try:
        system.watch()
    except KeyboardInterrupt:
        _stop(system)


def _stop(system: System) -> None:
    for number in STOPPING_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    with screen.busy("Arrêt d’Essaim…") if system.is_running else nullcontext():
        system.stop()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
