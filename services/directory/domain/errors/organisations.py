"""Owns the refusals about organisations and territories: code, kind and facts. Raises none."""

from datetime import date
from uuid import UUID

from shared.errors import Conflict, Invalid, NotFound


class UnknownOrganisation(NotFound):
    """No such organisation."""

    code = "unknown_organisation"

    def __init__(self) -> None:
        super().__init__("Cette collectivité n’est pas dans l’annuaire.", field="org")


class UnknownTerritory(NotFound):
    """No such territory in the reference data."""

    code = "unknown_territory"

    def __init__(self) -> None:
        super().__init__("Ce territoire n’existe pas dans le référentiel national.", field="territory")


class InvalidOrganisation(Invalid):
    """Something said of an organisation cannot be right; `field` names it."""

    code = "invalid_organisation"


class InvalidSiren(Invalid):
    """The number has not nine digits, or its check digit is wrong."""

    code = "invalid_siren"

    def __init__(self) -> None:
        super().__init__(
            "Ce numéro SIREN n’est pas valable : neuf chiffres, dont le dernier contrôle les autres.",
            field="siren",
        )


class SirenTaken(Conflict):
    """Another organisation has this SIREN."""

    code = "siren_taken"

    def __init__(self) -> None:
        super().__init__("Une collectivité de l’annuaire porte déjà ce numéro SIREN.", field="siren")


class TerritoryTaken(Conflict):
    """Another organisation of this kind has this INSEE code."""

    code = "territory_taken"

    def __init__(self) -> None:
        super().__init__("Ce territoire est déjà dans l’annuaire.", field="insee_code")


class InvalidSiret(Invalid):
    """The number has not fourteen digits, its check digit is wrong, or it is another organisation's."""

    code = "invalid_siret"

    def __init__(self) -> None:
        super().__init__(
            "Ce numéro SIRET n’est pas valable : le SIREN de la collectivité, puis cinq chiffres.",
            field="siret",
        )


class InvalidMerger(Invalid):
    """A merger that cannot be; `field` names the culprit."""

    code = "invalid_merger"


class MergerInCircles(Conflict):
    """Who takes over has merged into the organisation itself, if not at once."""

    code = "merger_in_circles"

    def __init__(self) -> None:
        super().__init__(
            "La collectivité qui succède a elle-même fusionné, directement ou non, avec celle-ci.",
            field="succeeded_by",
        )


class AlreadyMerged(Conflict):
    """An organisation merges once."""

    code = "already_merged"

    def __init__(self) -> None:
        super().__init__("Cette collectivité a déjà fusionné avec une autre.", field="org")


class MergedAway(Conflict):
    """The organisation exists no longer on the day in question."""

    code = "merged_away"

    def __init__(self, *, succeeded_by: UUID, effective_on: date) -> None:
        super().__init__(
            f"Cette collectivité n’existe plus à partir du {effective_on:%d/%m/%Y} : une autre lui succède.",
            succeeded_by=str(succeeded_by),
            effective_on=effective_on.isoformat(),
        )
