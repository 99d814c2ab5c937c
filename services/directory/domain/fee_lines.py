"""Owns the form of one line of a fee schedule. Knows no year."""

from dataclasses import dataclass

from services.directory.domain.kinds import OrganisationKind


@dataclass(frozen=True, kw_only=True, slots=True)
class FeeLine:
    """What organisations of a kind owe, from a population on until the next line of that kind."""

    kind: OrganisationKind
    from_population: int
    amount_cents: int
