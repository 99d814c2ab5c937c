"""Owns the organisations and the events that the tests of conventions start from. Checks nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from services.conventions.domain.members import Membership, Organisation
from shared.events.directory import (
    MembershipActivated,
    MembershipApplied,
    MembershipResigned,
    OrganisationRegistered,
    OrganisationUpdated,
)
from shared.events.envelope import Envelope, Payload
from shared.ids import new_id

_SPACE = UUID("0b9d6c1e-58d7-5c2e-8d5c-2f8a4f6f7a11")


def id_of(name: str) -> UUID:
    return uuid5(_SPACE, name)


NOW = datetime(2027, 3, 12, 10, 30, tzinfo=UTC)
TODAY = date(2027, 3, 12)
MANDUEL = id_of("Manduel")
MEMBERSHIP = id_of("membership of Manduel")

REGISTERED = OrganisationRegistered(
    org=MANDUEL,
    kind="commune",
    name="Manduel",
    siren=None,
    insee_code="30155",
    departement="30",
    region="76",
    population=7044,
    parent_org=None,
)
UPDATED = OrganisationUpdated(**REGISTERED.model_dump() | {"siren": "213001555"})
APPLIED = MembershipApplied(org=MANDUEL, membership_id=MEMBERSHIP, year=2027)
ACTIVATED = MembershipActivated(org=MANDUEL, membership_id=MEMBERSHIP, from_year=2027, represented_communes=1)
RESIGNED = MembershipResigned(org=MANDUEL, membership_id=MEMBERSHIP, effective_on=date(2027, 12, 31))


def told(payload: Payload, sequence: int) -> Envelope[Any]:
    """The event that directory would publish."""
    subject = getattr(payload, "membership_id", None) or getattr(payload, "kid", None) or MANDUEL
    return Envelope[Payload](
        id=new_id(),
        source="directory",
        type=payload.type(),
        time=NOW,
        subject=f"{payload.aggregate}/{subject}",
        sequence=sequence,
        correlationid="story",
        actor="system",
        dataschema=payload.dataschema(),
        data=payload,
    )


def organisation(**known: Any) -> Organisation:
    manduel = Organisation(
        id=MANDUEL,
        sequence=2,
        name="Manduel",
        kind="commune",
        siren="213001555",
        departement="30",
        region="76",
    )
    return replace(manduel, **known)


def membership(**known: Any) -> Membership:
    return replace(Membership(id=MEMBERSHIP, org=MANDUEL, sequence=2, from_year=2027), **known)
