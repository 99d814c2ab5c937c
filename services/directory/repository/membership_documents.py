"""Owns the way between memberships and their documents, whose form stands in `documents`."""

from datetime import date

from services.directory.domain.deliberation import Deliberation
from services.directory.domain.membership import Membership, MembershipState
from services.directory.repository.days import from_day, to_day
from shared.storage.mongo import Document


def from_membership(membership: Membership) -> Document:
    """The document of a membership."""
    return {
        "_id": membership.id,
        "org": membership.org,
        "state": membership.state.value,
        "from_year": membership.from_year,
        "year": membership.year,
        "rights_end_on": from_day(membership.rights_end_on),
        "deliberation": _from_deliberation(membership.deliberation),
        "kept_in": membership.kept_in,
        "sequence": membership.sequence,
    }


def to_membership(document: Document) -> Membership:
    """The membership of a document."""
    return Membership(
        id=document["_id"],
        org=document["org"],
        state=MembershipState(document["state"]),
        from_year=document["from_year"],
        year=document["year"],
        rights_end_on=to_day(document["rights_end_on"]),
        deliberation=_to_deliberation(document["deliberation"]),
        kept_in=document["kept_in"],
        version=document["version"],
        sequence=document["sequence"],
    )


def _from_deliberation(deliberation: Deliberation | None) -> Document | None:
    if deliberation is None:
        return None
    return {
        "number": deliberation.number,
        "voted_on": from_day(deliberation.voted_on),
        "transmitted_on": from_day(deliberation.transmitted_on),
        "file_sha256": deliberation.file_sha256,
    }


def _to_deliberation(kept: Document | None) -> Deliberation | None:
    if kept is None:
        return None
    return Deliberation(
        number=kept["number"],
        voted_on=date.fromisoformat(kept["voted_on"]),
        transmitted_on=to_day(kept["transmitted_on"]),
        file_sha256=kept.get("file_sha256"),
    )
