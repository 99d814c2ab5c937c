"""Owns the refusals about expertise offers: code, kind and facts. Raises none."""

from shared.errors import Conflict, Invalid, NotFound


class UnknownOffer(NotFound):
    """No such offer, or not for this actor."""

    code = "unknown_offer"

    def __init__(self) -> None:
        super().__init__("Cette offre n’existe pas.", field="offer_id")


class InvalidOffer(Invalid):
    """What is said of the know-how cannot be right."""

    code = "invalid_offer"


class OfferStateRefuses(Conflict):
    """The offer is not in a state where this can be done."""

    code = "offer_state_refuses"

    def __init__(self, sentence: str, *, state: str) -> None:
        super().__init__(sentence, state=state)


class MembersOnly(Conflict):
    """Only members of the club show their know-how."""

    code = "members_only"

    def __init__(self) -> None:
        super().__init__("Seules les collectivités adhérentes publient une offre.", field="org")
