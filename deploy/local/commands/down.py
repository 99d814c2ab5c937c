"""Owns `./essaim down`: the end of what an `up` has started, from another terminal or after its death."""

import json
import signal
from typing import Annotated

import typer

from deploy.local import screen
from deploy.local.failures import LocalFailure
from deploy.local.identities import end, gone
from deploy.local.run_record import Run, RunRecord
from deploy.local.settings import LocalSettings
from deploy.local.system import GRACE_SECONDS


def down(
    *, as_json: Annotated[bool, typer.Option("--json", help="Écrit en JSON ce qui a été arrêté.")] = False
) -> None:
    """Arrête tout ce que ./essaim up a démarré."""
    record = RunRecord(LocalSettings().state)
    run = record.read()
    names = [process.name for process in run.processes() if process.identity.is_alive] if run else []
    if run is not None:
        with screen.busy("Arrêt d’Essaim…"):
            end_run(run)
        record.erase()
    if as_json:
        typer.echo(json.dumps({"stopped": names}))
    else:
        screen.say("Essaim est arrêté." if names else "Essaim ne tourne pas.")


def end_run(run: Run) -> None:
    """End all that the run has started; nothing of it is left on return.

    Raises:
        LocalFailure: it belongs to another user.
    """
    try:
        # The runner ends its own processes in order; what it leaves, because it was killed, is ended here.
        run.runner.send(signal.SIGTERM)
        gone([run.runner], within_seconds=GRACE_SECONDS * len(run.stages))
        for stage in reversed(run.stages):
            end([process.identity for process in stage], grace_seconds=GRACE_SECONDS)
    except PermissionError as refused:
        raise LocalFailure(
            "Essaim a été démarré par un autre utilisateur, qui seul peut l’arrêter."
        ) from refused
