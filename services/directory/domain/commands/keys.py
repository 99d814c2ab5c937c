"""Owns the forms of what can be asked about signing keys. Decides nothing."""

from dataclasses import dataclass

from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishSigningKey(Command):
    """Have tokens signed with a key accepted everywhere."""

    kid: str
    crv: str
    x: str
    y: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RetireSigningKey(Command):
    """Have tokens signed with a key accepted no longer."""

    kid: str
