"""Owns the command line `./essaim`: which commands there are, and how a failure ends. Does nothing itself."""

import logging
import sys

import typer
from pydantic import ValidationError

from deploy.contracts.cli import app as contracts
from deploy.local import screen
from deploy.local.commands.check import check
from deploy.local.commands.conventions import app as conventions
from deploy.local.commands.dead_letters import app as dead_letters
from deploy.local.commands.doctor import doctor
from deploy.local.commands.down import down
from deploy.local.commands.importing import import_file
from deploy.local.commands.keys import app as keys
from deploy.local.commands.tests import run_tests
from deploy.local.commands.token import token
from deploy.local.commands.up import up
from deploy.local.failures import LocalFailure
from deploy.local.settings import LocalSettings, variable
from deploy.privacy.cli import app as privacy
from deploy.rights.cli import app as rights
from shared.web.french import sentence_for
from tests.bench.cli import app as bench

app = typer.Typer(
    name="essaim",
    help="Fait tourner, vérifie et mesure Essaim sur cette machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("up")(up)
app.command("down")(down)
app.command("doctor")(doctor)
app.command("test", context_settings={"ignore_unknown_options": True})(run_tests)
app.command("check")(check)
app.command("token")(token)
app.command("import")(import_file)
app.add_typer(dead_letters, name="dead-letters")
app.add_typer(keys, name="keys")
app.add_typer(conventions, name="conventions")
app.add_typer(contracts, name="contracts")
app.add_typer(rights, name="rights")
app.add_typer(privacy, name="privacy")
app.add_typer(bench, name="bench")


def main() -> None:
    """Run the command that was typed; a failure is one sentence and a code that is not zero."""
    logging.getLogger().addHandler(logging.NullHandler())  # else libraries add sentences of their own
    try:
        app(prog_name="./essaim")
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
