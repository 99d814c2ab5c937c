"""Owns the refusals around needs: code, kind and facts. Does not decide when to raise them."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


class UnknownNeed(NotFound):
    """No such need."""

    code = "unknown_need"

    def __init__(self, *, field: str = "need_id") -> None:
        super().__init__("Ce besoin n’existe pas.", field=field)


class InvalidNeed(Invalid):
    """Something said of a need cannot be right; `field` names it."""

    code = "invalid_need"


class NotTheirOrganisation(Forbidden):
    """The actor has no role in the organisation that they speak for."""

    code = "not_their_organisation"

    def __init__(self) -> None:
        super().__init__("Vous ne pouvez parler que pour une collectivité où vous avez un rôle en cours.")


class NotTheAuthor(Forbidden):
    """Whether an answer helped is for who raised the need to say."""

    code = "not_the_author"

    def __init__(self) -> None:
        super().__init__("Seule la personne qui a exprimé ce besoin peut dire que la réponse n’a pas suffi.")


class NeedStateRefuses(Conflict):
    """The need is not in a state where this can be done."""

    code = "need_state_refuses"

    def __init__(self, sentence: str, *, state: str) -> None:
        super().__init__(sentence, state=state)


class AlreadySupported(Conflict):
    """The organisation raised or supports the need already."""

    code = "already_supported"

    def __init__(self) -> None:
        super().__init__("Votre collectivité a déjà exprimé ou soutenu ce besoin.")


class TooLateToReopen(Conflict):
    """The answer is too old."""

    code = "too_late_to_reopen"

    def __init__(self, *, days: int) -> None:
        super().__init__(f"La réponse à ce besoin date de plus de {days}\u00a0jours.", days=days)
