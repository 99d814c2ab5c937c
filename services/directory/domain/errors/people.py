"""Owns the refusals about people and their roles: code, kind and facts. Raises none."""

from shared.errors import Conflict, Invalid, NotFound


class UnknownPerson(NotFound):
    """No such person."""

    code = "unknown_person"

    def __init__(self) -> None:
        super().__init__("Cette personne n’est pas dans l’annuaire.", field="person_id")


class UnknownRole(NotFound):
    """The person holds no such role."""

    code = "unknown_role"

    def __init__(self) -> None:
        super().__init__("Cette personne n’a pas ce rôle.", field="role_id")


class InvalidPerson(Invalid):
    """Something said of a person cannot be right; `field` names it."""

    code = "invalid_person"


class InvalidRole(Invalid):
    """A role that cannot be: its dates, or where it is held; `field` names it."""

    code = "invalid_role"


class EmailTaken(Conflict):
    """Another person has this address."""

    code = "email_taken"

    def __init__(self) -> None:
        super().__init__("Une personne de l’annuaire a déjà cette adresse électronique.", field="email")


class NotInvited(Conflict):
    """Only a person who was invited, and has not come yet, is activated."""

    code = "not_invited"

    def __init__(self, *, state: str) -> None:
        super().__init__("Cette personne n’attend pas d’activation.", state=state)


class RoleAlreadyHeld(Conflict):
    """The person holds this role in this organisation during part of that time."""

    code = "role_already_held"

    def __init__(self) -> None:
        super().__init__("Cette personne a déjà ce rôle dans cette collectivité à ces dates.")


class RoleAlreadyEnded(Conflict):
    """The role's last day has passed."""

    code = "role_already_ended"

    def __init__(self) -> None:
        super().__init__("Ce rôle est déjà terminé.", field="role_id")
