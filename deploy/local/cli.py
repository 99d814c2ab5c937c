"""Owns the command line `./essaim`: which commands there are, and how a failure ends. Does nothing itself."""

import logging
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Final

import typer
from pydantic import ValidationError

from deploy.local import screen
from deploy.local.failures import LocalFailure
from deploy.local.settings import LocalSettings, variable
from shared.web.french import sentence_for

COMMANDS: Final[Mapping[str, str]] = {
    "up": "deploy.local.commands.up:up",
    "down": "deploy.local.commands.down:down",
    "test": "deploy.local.commands.tests:run_tests",
    "check": "deploy.local.commands.check:check",
    "simulate": "deploy.local.commands.simulate:simulate",
    "doctor": "deploy.local.commands.doctor:doctor",
    "token": "deploy.local.commands.token:token",
    "import": "deploy.local.commands.importing:import_file",
    "dead-letters": "deploy.local.commands.dead_letters:app",
    "keys": "deploy.local.commands.keys:app",
    "conventions": "deploy.local.commands.conventions:app",
    "contracts": "deploy.contracts.cli:app",
    "rights": "deploy.rights.cli:app",
    "privacy": "deploy.privacy.cli:app",
    "bench": "tests.bench.cli:app",
    "faults": "tests.faults.cli:faults",
}
"""What can be typed, and where it is: loaded when it is typed, since all of them together take seconds."""

TAKES_OTHERS_OPTIONS: Final = {"test": {"ignore_unknown_options": True}}


def command_line(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with these commands."""
    app = typer.Typer(
        name="essaim",
        help="Fait tourner, vérifie et mesure Essaim sur cette machine.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_group)  # else a lone command would be the whole line
    for name in names:
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name, context_settings=TAKES_OTHERS_OPTIONS.get(name))(command)
    return app


def _group() -> None:
    pass


def main() -> None:
    """Run the command that was typed; a failure is one sentence and a code that is not zero."""
    logging.getLogger().addHandler(logging.NullHandler())  # else libraries add sentences of their own
    try:
        typed = [word for word in sys.argv[1:2] if word in COMMANDS]
        command_line(typed or COMMANDS)(prog_name="./essaim")
    except LocalFailure as failure:
        screen.complain(str(failure))
        sys.exit(1)
    except PermissionError as refusal:
        screen.complain(f"Droit manquant sur {refusal.filename}.")
        sys.exit(1)
    except ValidationError as refusal:
        if refusal.title != LocalSettings.__name__:
            raise
        for error in refusal.errors():
            screen.complain(f"{variable(str(error['loc'][0]))}\u00a0: {sentence_for(error)}")
        sys.exit(1)


if __name__ == "__main__":
    main()
