"""Owns the refusals about the forgetting of people: code, kind and facts. Raises none."""

from shared.errors import Conflict, NotFound


class UnknownErasure(NotFound):
    """Nobody asked that this person be forgotten."""

    code = "unknown_erasure"

    def __init__(self) -> None:
        super().__init__("Aucun effacement n’a été demandé pour cette personne.", field="person_id")


class ErasureAlreadyRequested(Conflict):
    """A request for this person waits for its decision."""

    code = "erasure_already_requested"

    def __init__(self) -> None:
        super().__init__("Un effacement est déjà demandé pour cette personne.", field="person_id")


class StillActive(Conflict):
    """The person has a role, or had one not long ago."""

    code = "still_active"

    def __init__(self) -> None:
        super().__init__("Cette personne a un rôle, ou en avait un il y a peu.", field="person_id")


class ErasureNotRequested(Conflict):
    """There is no request to decide on."""

    code = "erasure_not_requested"

    def __init__(self, *, state: str) -> None:
        super().__init__("Cette demande d’effacement n’attend pas de décision.", state=state)
