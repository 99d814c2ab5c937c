"""Owns the way between people and their documents, whose form stands in `documents`."""

from typing import Any, assert_never

from services.directory.domain.held_roles import (
    AppointedRole,
    Appointment,
    HeldRole,
    Mandate,
    MandateTitle,
    Period,
    Post,
    PostStatus,
)
from services.directory.domain.identity import Identity
from services.directory.domain.person import Person, PersonState
from services.directory.repository.days import from_day, to_day
from shared.events.directory import PersonRole
from shared.french import fold
from shared.storage.mongo import Document


def from_person(person: Person) -> Document:
    """The document of a person."""
    identity = person.identity
    return {
        "_id": person.id,
        "given_name": identity.given_name,
        "family_name": identity.family_name,
        "folded": fold(f"{identity.family_name} {identity.given_name}"),
        "email": identity.email,
        "phone": identity.phone,
        "locale": identity.locale,
        "state": person.state.value,
        "held": [_from_held(held) for held in person.held],
        "roles": [{"role": role.role, "org": role.org} for role in person.roles],
        "recheck_on": from_day(person.recheck_on),
        "last_day": from_day(person.last_day),
        "sequence": person.sequence,
    }


def to_person(document: Document) -> Person:
    """The person of a document."""
    identity = Identity(
        given_name=document["given_name"],
        family_name=document["family_name"],
        email=document["email"],
        phone=document["phone"],
        locale=document["locale"],
    )
    return Person(
        id=document["_id"],
        identity=identity,
        state=PersonState(document["state"]),
        held=tuple(_to_held(held) for held in document["held"]),
        roles=tuple(PersonRole(role=role["role"], org=role["org"]) for role in document["roles"]),
        recheck_on=to_day(document["recheck_on"]),
        version=document["version"],
        sequence=document["sequence"],
    )


def _from_held(held: HeldRole) -> Document:
    kept = {
        "id": held.id,
        "org": held.org,
        "starts_on": from_day(held.period.starts_on),
        "ends_on": from_day(held.period.ends_on),
    }
    match held:
        case Mandate(title=office, delegation=delegation):
            return {"form": "mandate", "title": office.value, "delegation": delegation, **kept}
        case Post(title=title, service=service, status=status):
            return {"form": "post", "title": title, "service": service, "status": status.value, **kept}
        case Appointment(appointed=appointed):
            return {"form": "appointment", "appointed": appointed.value, **kept}
        case never:
            assert_never(never)


def _to_held(kept: Document) -> HeldRole:
    said: dict[str, Any] = {key: kept[key] for key in kept if key not in {"form", "starts_on", "ends_on"}}
    starts_on, ends_on = to_day(kept["starts_on"]), to_day(kept["ends_on"])
    if starts_on is None:
        raise ValueError("a role starts on a day")
    said["period"] = Period(starts_on=starts_on, ends_on=ends_on)
    match kept["form"]:
        case "mandate":
            return Mandate(**said | {"title": MandateTitle(kept["title"])})
        case "post":
            return Post(**said | {"status": PostStatus(kept["status"])})
    return Appointment(**said | {"appointed": AppointedRole(kept["appointed"])})
