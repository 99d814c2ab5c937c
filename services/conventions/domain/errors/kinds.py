"""Owns what the refusals of conventions have in common: states in French, facts with one fixed sentence."""

from typing import ClassVar

from shared.errors import Conflict

STATES = {
    "submitted": "déposée",
    "qualified": "qualifiée",
    "proposed": "en attente de réponse",
    "matched": "acceptée",
    "under_convention": "en cours de convention",
    "fulfilled": "réalisée",
    "declined": "refusée",
    "withdrawn": "retirée",
    "accepted": "acceptée",
    "expired": "expirée",
    "open": "ouverte",
    "draft": "en rédaction",
    "in_review": "en relecture",
    "finalised": "arrêtée",
    "signing": "en signature",
    "signed": "signée",
    "in_force": "en vigueur",
    "ended": "arrivée à son terme",
    "terminated": "résiliée",
    "closed": "close",
    "abandoned": "abandonnée",
    "termination_recorded": "en cours de résiliation",
    "refused": "refusée",
}


class StateRefuses(Conflict):
    """The present state does not let it."""

    subject: ClassVar[str]

    def __init__(self, state: str) -> None:
        words = STATES.get(state, state)
        super().__init__(f"Impossible\u00a0: {self.subject} est {words}.", state=state)


class Fact(Conflict):
    """A refusal with one fixed sentence."""

    sentence_for_people: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        super().__init__(self.sentence_for_people, **facts)
