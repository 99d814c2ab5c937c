"""Owns the refusals about memberships: code, kind and facts. Raises none."""

from shared.errors import Conflict, Invalid, NotFound


class UnknownMembership(NotFound):
    """No such membership."""

    code = "unknown_membership"

    def __init__(self) -> None:
        super().__init__("Cette adhésion n’existe pas.", field="membership_id")


class SirenMissing(Conflict):
    """An organisation joins the club under its SIREN."""

    code = "siren_missing"

    def __init__(self) -> None:
        super().__init__(
            "Il manque le numéro SIREN de la collectivité : il est nécessaire pour adhérer.", field="siren"
        )


class ReferentMissing(Conflict):
    """An organisation joins the club with somebody to speak for it."""

    code = "referent_missing"

    def __init__(self) -> None:
        super().__init__("La collectivité doit avoir un référent pour adhérer au club.", field="org")


class MembershipStateRefuses(Conflict):
    """The membership is not in a state where this can be done."""

    code = "membership_state_refuses"

    def __init__(self, sentence: str, *, state: str) -> None:
        super().__init__(sentence, state=state)


class YearTooFarAhead(Invalid):
    """A membership begins this year or the next: what lies between would have no owner."""

    code = "year_too_far_ahead"

    def __init__(self, latest: int) -> None:
        super().__init__(
            f"Une collectivité adhère pour l’année en cours ou la suivante, soit {latest} au plus tard.",
            field="year",
            latest=latest,
        )


class InvalidDeliberation(Invalid):
    """The decision of the assembly cannot be as it was told."""

    code = "invalid_deliberation"


class DeliberationMissing(Conflict):
    """Nobody has noted the decision, or nobody has sent its file."""

    code = "deliberation_missing"

    def __init__(self) -> None:
        super().__init__("La délibération n’est pas encore connue, ou pas son fichier.", field="deliberation")


class NothingToRenew(Conflict):
    """The year that the system wants confirmed is not one that lies ahead of this membership."""

    code = "nothing_to_renew"

    def __init__(self) -> None:
        super().__init__("Cette adhésion n’a pas d’année à confirmer.", field="year")
