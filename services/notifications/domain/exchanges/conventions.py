"""Owns what is known here of conventions, and whom each step of their way concerns. Decides none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from services.notifications.domain.exchanges.copies import FACILITATOR, ExchangeCopy
from services.notifications.domain.exchanges.notices import Telling
from services.notifications.domain.notices import Template
from shared.errors import TooEarly
from shared.events import conventions as facts
from shared.events.envelope import Envelope
from shared.events.order import is_next


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who is asked to sign a text for a party, as far as was told last."""

    amendment: int | None
    org: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionCopy(ExchangeCopy):
    """An agreement, from its first draft on."""

    convention_id: UUID
    reference: str
    legal_form: str
    signatories: tuple[Signatory, ...] = ()

    @property
    def called(self) -> str:
        """By its reference, and between whom it is."""
        return f"{self.reference}, {self.receiving} et {self.offering}"

    def signatories_of(self, amendment: int | None) -> tuple[UUID, ...]:
        """Who signs the convention itself, or one of its amendments."""
        return tuple(one.person_id for one in self.signatories if one.amendment == amendment)


TO_ALL: Final[Mapping[type[facts.ConventionFact], Template]] = {
    facts.ConventionRevised: Template.CHANGE_ASKED,
    facts.AmendmentRevised: Template.AMENDMENT_CHANGE_ASKED,
    facts.ConventionReviewRequested: Template.REVIEW_REQUESTED,
    facts.ConventionSignatureRefused: Template.SIGNATURE_REFUSED,
    facts.ConventionSigningExpired: Template.SIGNING_EXPIRED,
    facts.AmendmentReviewRequested: Template.AMENDMENT_REVIEW_REQUESTED,
    facts.AmendmentSignatureRefused: Template.AMENDMENT_REFUSED,
    facts.AmendmentSigningExpired: Template.AMENDMENT_EXPIRED,
    facts.AmendmentAbandoned: Template.AMENDMENT_ABANDONED,
    facts.ConventionEnteredIntoForce: Template.CONVENTION_IN_FORCE,
    facts.ConventionEndNear: Template.CONVENTION_END_NEAR,
    facts.ConventionEnded: Template.CONVENTION_ENDED,
    facts.ConventionTerminated: Template.CONVENTION_TERMINATED,
    facts.ConventionAbandoned: Template.CONVENTION_ABANDONED,
}
"""What the referents of both organisations are told, and those who were asked to sign where it is lost."""


def convention_after(
    known: ConventionCopy | None, event: Envelope[facts.ConventionFact], names: Mapping[UUID, str]
) -> ConventionCopy:
    """The copy once the next event of the convention's history is taken in; `names` are those that it names.

    Raises:
        TooEarly: an event before it is still missing.
    """
    fact = event.data
    if known is not None and not is_next(event, known.sequence):
        return known
    if known is None:
        if not isinstance(fact, facts.ConventionDrafted):
            raise TooEarly(f"{event.subject}: nothing is known yet of the convention")
        return _drafted(fact, event.sequence, names)
    followed = replace(known, sequence=event.sequence, names={**known.names, **names})
    match fact:
        case facts.ConventionTextFact():
            return replace(followed, legal_form=fact.legal_form)
        case facts.ConventionSigned():
            return replace(followed, topics=fact.topics)
        case facts.ConventionSignatureRequested():
            return replace(followed, signatories=_asked(followed.signatories, fact))
        case _:
            return followed


def told_of_convention(fact: facts.ConventionFact, convention: ConventionCopy) -> tuple[Telling, ...]:
    """Whom the fact concerns, beside the team."""
    orgs = convention.orgs
    match fact:
        case facts.ConventionRevised() | facts.AmendmentRevised() if fact.reason_code != "change_asked":
            return ()
        case facts.ConventionSignatureRequested():
            return (Telling(template=Template.SIGNATURE_REQUESTED, people=(fact.signatory_id,)),)
        case facts.ConventionSignatoryNeeded():
            # The association is told by the feed.
            concerned = tuple(org for org in orgs if org == fact.org)
            return (Telling(template=Template.SIGNATORY_NEEDED, orgs=concerned),)
        case facts.ConventionSigned():
            signed_by = convention.signatories_of(None)
            return (Telling(template=Template.CONVENTION_SIGNED, people=signed_by, orgs=orgs),)
        case facts.AmendmentSigned():
            signed_by = convention.signatories_of(fact.number)
            return (Telling(template=Template.AMENDMENT_SIGNED, people=signed_by, orgs=orgs),)
        case _:
            template, people = TO_ALL.get(type(fact)), _asked_in_vain(fact, convention)
            return (Telling(template=template, people=people, orgs=orgs),) if template else ()


def _asked_in_vain(fact: facts.ConventionFact, convention: ConventionCopy) -> tuple[UUID, ...]:
    """Who was asked for a signature that does not count any more, whether they gave it or not."""
    match fact:
        case (
            facts.ConventionSignatureRefused()
            | facts.ConventionSigningExpired()
            | facts.ConventionAbandoned()
        ):
            return convention.signatories_of(None)
        case facts.AmendmentSignatureRefused() | facts.AmendmentSigningExpired() | facts.AmendmentAbandoned():
            return convention.signatories_of(fact.number)
        case _:
            return ()


def _drafted(fact: facts.ConventionDrafted, sequence: int, names: Mapping[UUID, str]) -> ConventionCopy:
    sides = {party.role: party.org for party in fact.parties}
    facilitator = {party.org: FACILITATOR for party in fact.parties if party.role == "facilitator"}
    return ConventionCopy(
        convention_id=fact.convention_id,
        sequence=sequence,
        names={**names, **facilitator},
        receiving_org=sides["receiving"],
        offering_org=sides["offering"],
        reference=fact.reference,
        legal_form=fact.legal_form,
    )


def _asked(known: tuple[Signatory, ...], fact: facts.ConventionSignatureRequested) -> tuple[Signatory, ...]:
    """Those known, with the one who is asked now in the place of whoever was asked before for that party."""
    others = (one for one in known if (one.amendment, one.org) != (fact.amendment, fact.org))
    return (*others, Signatory(amendment=fact.amendment, org=fact.org, person_id=fact.signatory_id))
