"""Owns `./essaim rights`: the commands and what they print. Decides nothing about rights."""

import typer

from deploy.rights.checks import PAGE, gaps, stale_page
from deploy.rights.page import render
from deploy.rights.routes import routes_of_all
from deploy.rights.table import TABLE

app = typer.Typer(no_args_is_help=True, help="Droits : qui peut appeler quelle adresse.")


@app.command("check")
def check() -> None:
    """Vérifie que chaque adresse des services a sa règle, et que docs/rights.md la dit."""
    found = [*gaps(routes_of_all(), TABLE), *stale_page(TABLE)]
    for sentence in found:
        typer.echo(sentence, err=True)
    if found:
        raise typer.Exit(1)
    typer.echo(f"{sum(len(rights) for rights in TABLE.values())} adresses, chacune avec sa règle.")


@app.command("docs")
def write_page() -> None:
    """Réécrit docs/rights.md d’après deploy/rights/table.py."""
    PAGE.write_text(render(TABLE))
    typer.echo(f"{PAGE} écrit.")
