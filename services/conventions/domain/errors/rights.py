"""Owns the refusals about who may act, and for which organisation. Does not decide when to raise them."""

from shared.errors import Forbidden, NotFound


class UnknownOrganisation(NotFound):
    """No event told of such an organisation."""

    code = "unknown_organisation"

    def __init__(self) -> None:
        super().__init__("Cette collectivité n’est pas connue ici.", field="org")


class StaffOnly(Forbidden):
    """The team's own business."""

    code = "staff_only"

    def __init__(self) -> None:
        super().__init__("Seule l’équipe du club peut faire cela.")


class NotYourOrganisation(Forbidden):
    """The actor does not speak for the organisation."""

    code = "not_your_organisation"

    def __init__(self) -> None:
        super().__init__("Seul le référent de cette collectivité peut faire cela.", field="org")
