"""Owns `./essaim privacy`: the commands and what they print. Decides nothing about personal data."""

import typer

from deploy.privacy.checks import PAGE, gaps, stale_page
from deploy.privacy.page import render
from deploy.privacy.services import declared_by_all

app = typer.Typer(
    no_args_is_help=True, help="Données personnelles : où elles sont, pourquoi, combien de temps."
)


@app.command("check")
def check() -> None:
    """Vérifie que chaque collection est déclarée, et que docs/processing-register.md le dit."""
    declared = declared_by_all()
    found = [*gaps(declared), *stale_page(declared)]
    for sentence in found:
        typer.echo(sentence, err=True)
    if found:
        raise typer.Exit(1)
    typer.echo(f"{sum(len(said.indexes) for said in declared.values())} collections, toutes déclarées.")


@app.command("docs")
def write_page() -> None:
    """Réécrit docs/processing-register.md d’après ce que les services déclarent."""
    PAGE.write_text(render(declared_by_all()))
    typer.echo(f"{PAGE} écrit.")
