"""Owns the refusals to somebody who may not: code, kind and sentence. Raises none."""

from shared.errors import Forbidden


class StaffOnly(Forbidden):
    """The team's own business."""

    code = "staff_only"

    def __init__(self) -> None:
        super().__init__("Seule l’équipe du club peut faire cela.")


class AdminOnly(Forbidden):
    """The administrators' own business."""

    code = "admin_only"

    def __init__(self) -> None:
        super().__init__("Seul un administrateur du club peut faire cela.")


class SystemOnly(Forbidden):
    """What days alone bring about."""

    code = "system_only"

    def __init__(self) -> None:
        super().__init__("Seul le calendrier du club peut déclencher cela.")


class ReferentOrStaffOnly(Forbidden):
    """The actor neither speaks for the organisation nor belongs to the team."""

    code = "referent_or_staff_only"

    def __init__(self) -> None:
        super().__init__("Seuls le référent de la collectivité et l’équipe du club peuvent faire cela.")


class NotAllowedToChangePerson(Forbidden):
    """The actor is not the person, nor staff, nor a referent wherever the person holds a role."""

    code = "not_allowed_to_change_person"

    def __init__(self) -> None:
        super().__init__(
            "Seuls la personne elle-même, le référent de sa collectivité "
            "et l’équipe du club peuvent modifier cette fiche."
        )


class NotAllowedToActivate(Forbidden):
    """A person enters by their own sign-in, or by the team."""

    code = "not_allowed_to_activate"

    def __init__(self) -> None:
        super().__init__("Seules la personne elle-même et l’équipe du club peuvent activer ce compte.")


class PersonOrStaffOnly(Forbidden):
    """The actor is neither the person nor of the team."""

    code = "person_or_staff_only"

    def __init__(self) -> None:
        super().__init__("Seules la personne elle-même et l’équipe du club peuvent faire cela.")
