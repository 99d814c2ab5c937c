"""Owns what must hold between the routes, the table of rights and its page. Changes nothing."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from deploy.local.settings import ROOT
from deploy.rights.page import render
from deploy.rights.rules import Rights

PAGE = ROOT / "docs" / "rights.md"


def gaps(routes: Mapping[str, frozenset[str]], table: Mapping[str, Rights]) -> Iterator[str]:
    """One French sentence for each route without a rule, and for each rule without a route."""
    for service, present in routes.items():
        for route in sorted(present - table[service].keys()):
            yield (
                f"{service} : « {route} » n’a pas de règle. Ajoutez une ligne dans deploy/rights/table.py, "
                f'par exemple "{route}": STAFF,'
            )
        for route in sorted(table[service].keys() - present):
            yield f"{service} : « {route} » n’existe plus. Retirez sa ligne de deploy/rights/table.py."


def stale_page(table: Mapping[str, Rights], page: Path = PAGE) -> Iterator[str]:
    """A sentence if the page no longer says what the table does."""
    if not page.exists() or page.read_text() != render(table):
        yield "docs/rights.md n’est plus à jour : ./essaim rights docs"
