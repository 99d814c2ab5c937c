"""Owns `./essaim keys`: a new key for access tokens, while everything runs."""

import typer

from deploy.local import screen
from deploy.local.keys import ensure_signing_key, rotate_signing_key
from deploy.local.settings import LocalSettings

app = typer.Typer(help="Clés de signature des jetons d’accès.", no_args_is_help=True)


@app.callback()
def keys() -> None:
    """Clés de signature des jetons d’accès."""


@app.command()
def rotate() -> None:
    """Met une clé neuve en service\u202f: elle signe une minute après, puis l’ancienne est retirée."""
    path = LocalSettings().signing_key
    ensure_signing_key(path)
    screen.say(f"Nouvelle clé de signature\u00a0: {rotate_signing_key(path)}")
