"""Owns the refusals about the access of people to their data: code, kind and facts. Raises none."""

from collections.abc import Sequence

from shared.errors import Conflict, NotFound


class UnknownAccessExport(NotFound):
    """Nobody asked for it, or it was removed in time."""

    code = "unknown_access_export"

    def __init__(self) -> None:
        super().__init__("Aucune copie des données de cette personne n’est disponible.", field="person_id")


class AccessBeingGathered(Conflict):
    """The services are answering already."""

    code = "access_being_gathered"

    def __init__(self, *, missing: Sequence[str]) -> None:
        super().__init__("Les données sont déjà en cours de rassemblement.", missing=list(missing))


class AccessNotReady(Conflict):
    """Some services have not answered yet."""

    code = "access_not_ready"

    def __init__(self, *, missing: Sequence[str]) -> None:
        super().__init__("Les données ne sont pas encore toutes rassemblées.", missing=list(missing))
