"""Owns the refusals: what a person is told when a rule says no. Knows nothing of HTTP or AMQP.

`shared.web.problems` maps the kinds below to status codes; consumers record a refusal and go on.
"""

from typing import ClassVar


class DomainError(Exception):
    """A refusal is an ordinary answer: a French sentence for the person, a stable code, the facts.

    A subclass is named after the fact (`AlreadyRegistered`), derives from one of the kinds below and sets
    `code`. What raises it has changed nothing.
    """

    code: ClassVar[str]

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts


class Invalid(DomainError):
    """What was asked cannot be right, whatever the state. `field` among the facts names the culprit."""

    code = "invalid"


class NotFound(DomainError):
    """What was asked for does not exist, or not for this actor."""

    code = "not_found"


class Conflict(DomainError):
    """The present state refuses it."""

    code = "conflict"


class Forbidden(DomainError):
    """The actor may not do it."""

    code = "forbidden"


class Unauthenticated(DomainError):
    """Nobody knows who is asking."""

    code = "unauthenticated"


class TooMany(DomainError):
    """It was asked too often; `retry_after_seconds` among the facts says when to come back."""

    code = "too_many_requests"


class Unavailable(DomainError):
    """Something outside that it needs does not answer; `retry_after_seconds` says when to come back."""

    code = "unavailable"


class TooEarly(Exception):
    """What a message builds on has not arrived yet: nothing changed, and it is to be tried again later."""
