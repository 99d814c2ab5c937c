"""Owns what must hold between collections, what is declared of them, and the register. Changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pymongo import IndexModel

from deploy.local.settings import ROOT
from deploy.privacy.page import render
from deploy.privacy.services import Declared
from shared.personal_data import Place
from shared.retention import Retention
from shared.storage.indexes import Indexes

PAGE = ROOT / "docs" / "processing-register.md"


def gaps(declared: Mapping[str, Declared]) -> Iterator[str]:
    """One French sentence for each collection that is declared nowhere, and for what cannot be kept to."""
    for service, said in declared.items():
        where = f"services/{service}/personal_data.py"
        known = {place.collection for place in said.personal_data.places} | said.personal_data.nowhere_else
        for collection in sorted(said.indexes.keys() - known):
            yield (
                f"{service} : la collection « {collection} » n’est pas déclarée. Dites dans {where} "
                "où elle contient des données de personnes (places), ou qu’elle n’en contient pas "
                "(nowhere_else)."
            )
        for collection in sorted(known - said.indexes.keys()):
            yield f"{service} : la collection « {collection} » n’existe plus. Retirez-la de {where}."
        for place in said.personal_data.places:
            yield from (f"{service} : {sentence}" for sentence in _unkept(place, said.indexes))


def stale_page(declared: Mapping[str, Declared], page: Path = PAGE) -> Iterator[str]:
    """A sentence if the register no longer says what the services do."""
    if not page.exists() or page.read_text() != render(declared):
        yield "docs/processing-register.md n’est plus à jour : ./essaim privacy docs"


def _unkept(place: Place, indexes: Indexes) -> Iterator[str]:
    """What would make a promise of the place slow or empty."""
    served = _first_fields(indexes.get(place.collection, ()))
    needed = [place.person] if place.kept is None else [place.person, place.kept.since]
    for path in needed:
        if path not in served:
            yield f"« {place.collection} » n’a pas d’index qui commence par « {path} »."
    if place.kept is not None and place.kept.limit not in Retention.model_fields:
        yield f"« {place.kept.limit} » n’est pas une durée de shared/retention.py."


def _first_fields(indexes: Sequence[IndexModel]) -> set[str]:
    whole = [index.document for index in indexes if "partialFilterExpression" not in index.document]
    return {"_id", *(next(iter(index["key"])) for index in whole)}
