"""Owns the refusals around testimonies: code, kind and facts. Does not decide when to raise them."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


class UnknownTestimony(NotFound):
    """No such testimony."""

    code = "unknown_testimony"

    def __init__(self) -> None:
        super().__init__("Ce témoignage n’existe pas.", field="testimony_id")


class InvalidTestimony(Invalid):
    """Something said of a testimony cannot be right; `field` names it."""

    code = "invalid_testimony"


class TestimonyStateRefuses(Conflict):
    """The testimony is not in a state where this can be done."""

    code = "testimony_state_refuses"

    def __init__(self, sentence: str, *, state: str) -> None:
        super().__init__(sentence, state=state)


class NotTheirTestimony(Forbidden):
    """The actor is neither the speaker, nor a referent of the organisation, nor staff."""

    code = "not_their_testimony"

    def __init__(self) -> None:
        super().__init__(
            "Seuls la personne qui témoigne, le référent de sa collectivité "
            "et l’équipe du club peuvent le faire."
        )
