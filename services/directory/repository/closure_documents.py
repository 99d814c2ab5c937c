"""Owns the way between closures of mandates and their documents, whose form stands in `documents`."""

from services.directory.domain.closure import ClosureState, MandateClosure
from services.directory.domain.held_roles import AppointedRole
from services.directory.repository.days import from_day, to_day
from shared.storage.mongo import Document


def from_closure(closure: MandateClosure) -> Document:
    """The document of a closure."""
    return {
        "_id": closure.id,
        "orgs": list(closure.orgs),
        "ends_on": from_day(closure.ends_on),
        "appointments": sorted(role.value for role in closure.appointments),
        "state": closure.state.value,
        "accepted_by": closure.accepted_by,
        "sequence": closure.sequence,
    }


def to_closure(document: Document) -> MandateClosure:
    """The closure of a document."""
    ends_on = to_day(document["ends_on"])
    if ends_on is None:
        raise ValueError("a closure has its day")
    return MandateClosure(
        id=document["_id"],
        orgs=tuple(document["orgs"]),
        ends_on=ends_on,
        appointments=frozenset(AppointedRole(role) for role in document["appointments"]),
        state=ClosureState(document["state"]),
        accepted_by=document["accepted_by"],
        version=document["version"],
        sequence=document["sequence"],
    )
