"""Owns the exchange request, the convention and the people that the tests of agreements start from."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.conventions.domain.authority import FACILITATOR
from services.conventions.domain.commands import convention as commands
from services.conventions.domain.commands import exchange, signing
from services.conventions.domain.convention import course, review, signatures
from services.conventions.domain.convention.changes import Changes
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.parties import (
    Party,
    PartyRole,
    PowerSource,
    Signatory,
    SigningPower,
)
from services.conventions.domain.convention.terms import (
    Agent,
    AgentStatus,
    Clause,
    Duration,
    LegalForm,
    MiseADisposition,
    Money,
    Practice,
    Terms,
)
from services.conventions.domain.exchange import matching
from services.conventions.domain.exchange.request import ExchangeRequest
from services.conventions.domain.exchange.wish import Wish
from services.conventions.domain.members import Membership, Organisation
from services.conventions.domain.signing.slots import Method, Proof
from shared.commands import SYSTEM, Actor, Role
from tests.unit.conventions.given import MANDUEL, id_of

AT = datetime(2027, 4, 15, 8, 30, tzinfo=UTC)
MOUANS = id_of("Mouans-Sartoux")
REQUEST, CONVENTION, DOCUMENT = id_of("request"), id_of("convention"), id_of("document")
STAFF = Actor(id_of("staff"), frozenset({Role("staff")}))
SHA = "a" * 64
WISH = Wish(
    topics=("equipes_cuisine", "gaspillage"),
    context="Deux cuisines, une équipe nouvelle.",
    expected_results="Des menus faits maison trois jours sur quatre.",
    from_day=date(2027, 9, 1),
    to_day=date(2028, 6, 30),
    people_to_train=6,
)


def referent_of(org: UUID) -> Actor:
    return Actor(id_of(f"referent of {org}"), frozenset({Role("referent", org)}))


def speaker_of(org: UUID) -> Actor:
    return STAFF if org == FACILITATOR else referent_of(org)


def signatory_of(org: UUID, **known: Any) -> Signatory:
    power = SigningPower(source=PowerSource.DELIBERATION, reference="D 2027-12", dated=date(2027, 3, 2))
    person_id = id_of(f"signatory of {org}")
    return replace(Signatory(person_id=person_id, org=org, capacity="Maire", power=power), **known)


def as_signatory(org: UUID) -> Actor:
    return Actor(signatory_of(org).person_id)


def member(org: UUID, name: str, siren: str) -> Organisation:
    membership = Membership(id=id_of(f"membership of {name}"), org=org, sequence=2, from_year=2020)
    return Organisation(id=org, sequence=1, name=name, kind="commune", siren=siren, membership=membership)


def receiving() -> Organisation:
    return member(MANDUEL, "Manduel", "213001555")


def offering() -> Organisation:
    return member(MOUANS, "Mouans-Sartoux", "210600847")


def requested() -> ExchangeRequest:
    command = exchange.RequestExchange(
        actor=referent_of(MANDUEL), at=AT, exchange_request_id=REQUEST, receiving_org=MANDUEL, wish=WISH
    )
    return ExchangeRequest.submit(command, receiving())[0]


def qualified() -> ExchangeRequest:
    request = requested()
    request.qualify(exchange.QualifyExchange(actor=STAFF, at=AT, exchange_request_id=REQUEST, wish=WISH))
    return request


def proposal(name: str = "proposal", org: UUID = MOUANS) -> exchange.ProposeMatch:
    return exchange.ProposeMatch(
        actor=STAFF, at=AT, exchange_request_id=REQUEST, proposal_id=id_of(name), offering_org=org
    )


def accept(org: UUID, name: str = "proposal") -> exchange.AcceptMatch:
    return exchange.AcceptMatch(
        actor=referent_of(org), at=AT, exchange_request_id=REQUEST, proposal_id=id_of(name), org=org
    )


def matched() -> ExchangeRequest:
    request = qualified()
    matching.propose(request, proposal(), offering(), has_offer=True)
    for org in (MOUANS, MANDUEL):
        matching.accept(request, accept(org))
    return request


def party(org: UUID, role: PartyRole, name: str, siren: str = "") -> Party:
    return Party(
        org=org,
        role=role,
        legal_name=name,
        kind="commune",
        siren=siren,
        registration_number="" if siren else "W301000000",
        address="1 place de la Mairie",
        represented_by="Camille Martin",
        capacity="Maire",
        acting_under="délibération n° 12 du 2 mars 2027",
    )


PARTIES = (
    party(MOUANS, PartyRole.OFFERING, "Commune de Mouans-Sartoux", "210600847"),
    party(MANDUEL, PartyRole.RECEIVING, "Commune de Manduel", "213001555"),
    party(FACILITATOR, PartyRole.FACILITATOR, "Un Plus Bio"),
)
ORGS = tuple(each.org for each in PARTIES)
AGENT = Agent(
    name="Responsable de la cuisine centrale",
    post="Chef de cuisine",
    status=AgentStatus.TITULAIRE,
    agreement="accord écrit du 3 mars 2027",
)
TERMS = Terms(
    title="Organisation des équipes en cuisine",
    topics=WISH.topics,
    expected_results=WISH.expected_results,
    place_of_signature="Manduel",
    agents=(AGENT,),
    practice=Practice(
        places="Cuisine centrale de Manduel",
        half_day_quota=20,
        agents_per_visit_max=2,
        calendar="De septembre à juin, hors vacances scolaires.",
        contact_person="Direction de la restauration",
    ),
    money=Money(expenses_paid_by="la collectivité bénéficiaire"),
    duration=Duration(effect_on=date(2027, 9, 1), ends_on=date(2028, 8, 31)),
    mise_a_disposition=MiseADisposition(
        assembly_informed_on=date(2027, 3, 2), order_reference="Arrêté 2027-41", attached_body=True
    ),
    clauses={code: f"Clause {code}." for code in Clause},
)


def convention(**known: Any) -> Convention:
    draft = Convention(
        id=CONVENTION,
        reference="CONV-2027-014",
        exchange_request_id=REQUEST,
        legal_form=LegalForm.PARTNERSHIP,
        template_version=1,
        parties=PARTIES,
        terms=TERMS,
    )
    return replace(draft, **known)


def approval(org: UUID, **known: Any) -> commands.ApproveText:
    asked = commands.ApproveText(
        actor=speaker_of(org), at=AT, convention_id=CONVENTION, org=org, version=1, document_id=DOCUMENT
    )
    return replace(asked, **known)


def finalised() -> Convention:
    agreement = convention()
    review.request_review(agreement, commands.RequestReview(actor=STAFF, at=AT, convention_id=CONVENTION))
    for org in ORGS:
        review.approve(agreement, approval(org))
    review.finalise(agreement, None, document_id=DOCUMENT, sha256=SHA)
    return agreement


def opening(**known: Any) -> signing.OpenSigning:
    asked = signing.OpenSigning(
        actor=STAFF,
        at=AT,
        convention_id=CONVENTION,
        signatories=tuple(signatory_of(org) for org in ORGS),
        ordered=False,
    )
    return replace(asked, **known)


def being_signed(*, ordered: bool = False) -> Convention:
    agreement = finalised()
    signatures.open_signing(agreement, opening(ordered=ordered))
    return agreement


def proof(before: str, after: str) -> Proof:
    return Proof(
        sha256_before=before,
        sha256_after=after,
        level="simple",
        profile="B-B",
        signer="Essaim",
        findings="intact",
        name="Camille Martin",
    )


def slot_command(org: UUID, **known: Any) -> signing.SlotCommand:
    return replace(
        signing.SlotCommand(actor=as_signatory(org), at=AT, convention_id=CONVENTION, org=org), **known
    )


def filing(org: UUID, **known: Any) -> signing.FilingCommand:
    asked = signing.FilingCommand(
        actor=as_signatory(org), at=AT, convention_id=CONVENTION, org=org, document_id=DOCUMENT
    )
    return replace(asked, **known)


def signed() -> Convention:
    agreement = being_signed()
    for number, org in enumerate(ORGS):
        signing_now = agreement.deed.open_for_signature()
        left = proof(signing_now.sha256, f"{number}" * 64)
        signatures.record_signature(agreement, filing(org), Method.SIMPLE_OTP, left)
    return agreement


def transmission(org: UUID, **known: Any) -> commands.RecordTransmission:
    asked = commands.RecordTransmission(actor=STAFF, at=AT, convention_id=CONVENTION, org=org, required=False)
    return replace(asked, **known)


def in_force() -> Convention:
    agreement = signed()
    first_day = datetime(2027, 9, 1, 6, tzinfo=UTC)
    for org in (MOUANS, MANDUEL):
        course.record_transmission(agreement, transmission(org, at=first_day))
    return agreement


def amended(changes: Changes) -> Convention:
    """A convention in force, with a draft that changes it."""
    agreement = in_force()
    course.draft_amendment(
        agreement,
        commands.DraftAmendment(
            actor=STAFF,
            at=AT,
            convention_id=CONVENTION,
            subject="Plus de demi-journées",
            changes=changes,
            effect_on=date(2028, 1, 1),
        ),
    )
    return agreement


def change_asked(*, amendment: int | None = None) -> commands.CommentText:
    return commands.CommentText(
        actor=referent_of(MANDUEL),
        at=AT,
        convention_id=CONVENTION,
        amendment=amendment,
        comment_id=CONVENTION,
        org=MANDUEL,
        body="Vingt demi-journées ne suffiront pas.",
        asks_change=True,
    )


def watching(at: datetime = AT, **later: float) -> commands.WatchConvention:
    return commands.WatchConvention(
        actor=SYSTEM,
        at=at + timedelta(**later),
        convention_id=CONVENTION,
        report_id=id_of("final report"),
    )
