"""Owns the words of the rights table: who may come to a route, and the rules made of them. Enforces nothing.

Services decide themselves who may act; the tests ask every route as everybody and compare with the table.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Who(StrEnum):
    """Somebody before a route, by what their access token says of them."""

    ANONYMOUS = "anonymous"
    """No token at all."""
    PERSON = "person"
    """Signed in, without a role, and not whom the request is about."""
    CONCERNED = "concerned"
    """Signed in, and the very person whom the request is about."""
    ELECTED = "elected"
    """Elected in the organisation that the request is about."""
    TECHNICAL = "technical"
    """Employed by the organisation that the request is about."""
    REFERENT = "referent"
    """Referent of the organisation that the request is about."""
    OTHER_REFERENT = "other_referent"
    """Referent of another organisation."""
    STAFF = "staff"
    """Of the club's own team."""
    ADMIN = "admin"
    """Administrator of the club."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use a route; everybody else is refused (401, 403, or 404 where even existence is hidden)."""

    who: frozenset[Who]
    note: str = ""

    def but(self, note: str) -> "Rule":
        """The same rule with what the table cannot say: each sees their own part, or needs a link."""
        return replace(self, note=note)

    @property
    def is_about_somebody(self) -> bool:
        """Whether it depends on whom the request is about, so that only a real request can prove it."""
        return self.who not in _AT_THE_DOOR


def staff_and(*who: Who) -> Rule:
    """The club's team, and these."""
    return Rule(frozenset({Who.STAFF, Who.ADMIN, *who}))


ANYBODY = Rule(frozenset(Who))
SIGNED_IN = Rule(frozenset(Who) - {Who.ANONYMOUS})
STAFF = staff_and()
ADMIN = Rule(frozenset({Who.ADMIN}))
REFERENT_OR_STAFF = staff_and(Who.REFERENT)
REFERENT = Rule(frozenset({Who.REFERENT}))
CONCERNED = Rule(frozenset({Who.CONCERNED}))
REFERENTS_OR_STAFF = staff_and(Who.REFERENT, Who.OTHER_REFERENT)
CONCERNED_OR_STAFF = staff_and(Who.CONCERNED)
NOBODY = Rule(frozenset())
"""No access token opens it: the note says what does."""
CONCERNED_REFERENT_OR_STAFF = staff_and(Who.CONCERNED, Who.REFERENT)

_AT_THE_DOOR = {rule.who for rule in (ANYBODY, SIGNED_IN, STAFF, ADMIN)}

Rights = dict[str, Rule]
"""`"POST /people/{person_id}/roles"` → its rule."""
