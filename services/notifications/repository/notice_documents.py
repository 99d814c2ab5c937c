"""Owns the form of a notice within its mail's document, and the way between it and the domain.

    of a gathering: {template: "registration_confirmed", person_id: UUID, at: ISODate, registration_id: UUID,
        club_event_id: UUID, sequence: 1, mode: "online", sessions: [UUID], position: null, reason_code: "",
        expires_at: null, seated: true}
    of an exchange: {template: "convention_signed", person_id: UUID, at: ISODate, org: UUID | null,
        convention_id: UUID, type: "conventions.ConventionSigned.v1", data: {…}}
    of a member: {template: "fee_called", person_id: UUID, at: ISODate, organisation_id: UUID,
        type: "directory.FeeCalled.v1", data: {…}}
    of a need: {template: "need_planned", person_id: UUID, at: ISODate, need_id: UUID,
        type: "registration.NeedPlanned.v1", data: {…}}
    of a person: {template: "person_invited", person_id: UUID, at: ISODate}

Each names what it is about as `<matter>_id`.
"""

from dataclasses import asdict
from typing import Any, Final

from services.notifications.domain.exchanges.notices import EXCHANGE_CONTRACTS, ExchangeNotice
from services.notifications.domain.members.notices import (
    MEMBER_MAILS,
    PERSONAL_MAILS,
    MemberNotice,
    PersonalNotice,
)
from services.notifications.domain.needs import NEED_MAILS, NeedNotice
from services.notifications.domain.notices import GatheringNotice, Notice, Template
from shared.events.envelope import Payload, by_type
from shared.storage.mongo import Document

_EXCHANGES: Final = by_type(EXCHANGE_CONTRACTS)
_MEMBERS: Final = by_type(tuple(MEMBER_MAILS))
_NEEDS: Final = by_type(tuple(NEED_MAILS))
_PERSONAL: Final = frozenset(PERSONAL_MAILS.values())


def from_notice(notice: Notice) -> Document:
    """The document of a notice."""
    match notice:
        case GatheringNotice():
            return asdict(notice) | {"template": notice.template.value}
        case ExchangeNotice():
            return _of_fact(notice, notice.fact) | {"org": notice.org}
        case MemberNotice() | NeedNotice():
            return _of_fact(notice, notice.fact)
        case PersonalNotice():
            return {"template": notice.template.value, "person_id": notice.person_id, "at": notice.at}
        case _:
            raise TypeError(type(notice))


def to_notice(document: Document) -> Notice:
    """The notice of a document."""
    template = Template(document["template"])
    if template in _PERSONAL:
        return PersonalNotice(**document | {"template": template})
    if "type" not in document:
        sessions = tuple(document.get("sessions", ()))
        return GatheringNotice(**document | {"template": template, "sessions": sessions})
    told: Any = {"template": template, "person_id": document["person_id"], "at": document["at"]}
    if contract := _MEMBERS.get(document["type"]):
        return MemberNotice(**told, fact=contract.model_validate(document["data"]))
    if need_contract := _NEEDS.get(document["type"]):
        return NeedNotice(**told, fact=need_contract.model_validate(document["data"]))
    fact = _EXCHANGES[document["type"]].model_validate(document["data"])
    return ExchangeNotice(**told, org=document["org"], fact=fact)


def _of_fact(notice: Notice, fact: Payload) -> Document:
    return {
        "template": notice.template.value,
        "person_id": notice.person_id,
        "at": notice.at,
        f"{notice.about.matter}_id": notice.about.id,
        "type": fact.type(),
        "data": fact.model_dump(mode="json"),
    }
