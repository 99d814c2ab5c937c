"""Owns the contracts of `directory`: organisations, people, memberships and fees, know-how, signing keys."""

from datetime import date
from datetime import date as Day  # noqa: N812  # a contract has a field of the name `date`
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.access import PersonalDataCollectedFact
from shared.events.envelope import PERSONAL, Payload
from shared.events.pieces import Piece
from shared.events.scrubbing import PersonScrubbedFact


class OrganisationFact(Payload):
    """What is known of an organisation, whole, at each change."""

    aggregate: ClassVar[str] = "organisation"
    partner: ClassVar[bool] = True

    org: UUID = Field(description="Organisation id.")
    kind: str = Field(description="commune, cc, ca, cu, metropole, metropole_lyon, ept, departement, …")
    name: str = Field(description="Usual name.")
    siren: str | None = Field(description="Nine digits, text; null while a prospect.")
    siret: str | None = Field(default=None, description="Fourteen digits, text: the site that is billed.")
    insee_code: str | None = Field(description="Code officiel géographique, for territories that have one.")
    departement: str | None = Field(description="Département code, text.")
    region: str | None = Field(description="Région code, text.")
    population: int | None = Field(description="Inhabitants.")
    parent_org: UUID | None = Field(description="Organisation it belongs to.")


class OrganisationRegistered(OrganisationFact):
    """An organisation entered the directory."""


class OrganisationUpdated(OrganisationFact):
    """What is known of an organisation changed."""


class OrganisationMerged(Payload):
    """An organisation goes over into another. Its roles and its membership end the day before."""

    aggregate: ClassVar[str] = "organisation"
    partner: ClassVar[bool] = True

    org: UUID = Field(description="Organisation id.")
    succeeded_by: UUID = Field(description="Organisation that takes over its rights and duties.")
    effective_on: date = Field(description="First day on which it exists no longer.")


class MembershipFact(Payload):
    """Something happened to an organisation's membership of the club."""

    aggregate: ClassVar[str] = "membership"

    org: UUID = Field(description="Organisation id.")
    membership_id: UUID = Field(description="Membership id.")


class MembershipApplied(MembershipFact):
    """An organisation asked to join the club."""

    year: int = Field(description="First year asked for.")


class MembershipActivated(MembershipFact):
    """The club accepted an organisation as a member."""

    partner: ClassVar[bool] = True

    from_year: int = Field(description="First year of rights.")
    represented_communes: int = Field(description="Communes covered by the organisation, at least 1.")
    written_to: bool = Field(
        default=True, description="Whether the member is to be told so by mail; not where a file said it."
    )


class MembershipRejected(MembershipFact):
    """The club refused an organisation that asked to join."""

    reason_code: str = Field(description="not_public, out_of_scope, incomplete, duplicate, other.")


class MembershipRenewalDue(MembershipFact):
    """A year began that a member has not confirmed yet; it keeps its rights meanwhile."""

    year: int = Field(description="Year to confirm.")
    fee_cents: int | None = Field(description="Fee of that year; null while none is known for it.")
    due_on: date = Field(description="Day from which the end of the membership may be proposed.")


class MembershipRenewed(MembershipFact):
    """A member goes on for a year: it was confirmed, or its fee was paid. Its rights never stopped."""

    partner: ClassVar[bool] = True

    from_year: int = Field(description="Year that was confirmed.")
    represented_communes: int = Field(description="Communes covered by the organisation, at least 1.")


class MembershipEndFact(MembershipFact):
    """A membership ends on a day."""

    partner: ClassVar[bool] = True

    effective_on: date = Field(description="Last day of rights.")


class MembershipResigned(MembershipEndFact):
    """A member leaves the club."""


class MembershipLapsed(MembershipEndFact):
    """The club ended a membership that was not renewed."""


class FeeFact(Payload):
    """Something happened to the fee that a member owes for a year."""

    aggregate: ClassVar[str] = "fee"

    org: UUID = Field(description="Organisation id.")
    membership_id: UUID = Field(description="Membership id.")
    year: int = Field(description="Year of the fee.")


class FeeAmountFact(FeeFact):
    """Something happened to the amount of a fee, on a day."""

    amount_cents: int = Field(description="Euro cents.")
    reference: str = Field(description="Number of the call, such as `COT-2027-0014`.")
    date: Day = Field(description="Day of the call, of the payment or of its correction.")


class FeeCalled(FeeAmountFact):
    """A member was asked to pay its fee."""

    due_on: Day = Field(description="Last day to pay.")


class FeePaid(FeeAmountFact):
    """The fee was received."""


class FeePaymentCancelled(FeeAmountFact):
    """A payment was recorded by mistake: the fee is owed as before."""


class FeeOverdue(FeeFact):
    """The last day to pay has passed."""

    due_on: date = Field(description="Last day to pay.")


class FeeWaived(FeeFact):
    """The club gave up the fee of a member for a year."""


class FeeReminded(FeeAmountFact):
    """The team decided to remind a member of its fee."""

    rank: int = Field(description="1 for the first reminder of the year, 2 for the second.")
    due_on: Day = Field(description="Last day to pay.")


class RenewalRoundOpened(Payload):
    """The day came to call fees, to remind members or to end memberships: the team is to decide."""

    aggregate: ClassVar[str] = "renewal_campaign"

    year: int = Field(description="Year of the campaign.")
    step: str = Field(description="call, first_reminder, second_reminder, lapse.")
    count: int = Field(description="How many members were concerned on that day.")


class ExpertiseOfferFact(Payload):
    """What an organisation is ready to show or teach, at a change of its standing."""

    aggregate: ClassVar[str] = "expertise_offer"
    partner: ClassVar[bool] = True

    offer_id: UUID = Field(description="Offer id.")
    org: UUID = Field(description="Organisation that has the know-how.")
    topics: tuple[str, ...] = Field(description="Codes of the club's list of topics.")
    half_days_per_year: int = Field(description="Half-days that its agents may give in a year.")


class ExpertiseOfferPublished(ExpertiseOfferFact):
    """An organisation shows what it knows."""


class ExpertiseOfferPaused(ExpertiseOfferFact):
    """An organisation is not available for now, or its membership ended."""


class ExpertiseOfferWithdrawn(ExpertiseOfferFact):
    """An organisation shows it no longer."""


class PersonRole(Piece):
    """A role that a person holds in an organisation."""

    role: str = Field(description="elected, technical, referent, signatory, staff, admin.")
    org: UUID | None = Field(description="Organisation id; null for the club's own staff.")


class PersonFact(Payload):
    """How to reach a person, whole, at each change. The only contracts that carry contact data."""

    aggregate: ClassVar[str] = "person"
    personal_data: ClassVar[bool] = True

    person_id: UUID = Field(description="Person id.")
    given_name: Annotated[str, PERSONAL] = Field(description="First name.")
    family_name: Annotated[str, PERSONAL] = Field(description="Last name.")
    email: Annotated[str, PERSONAL] = Field(description="Where mails go.")
    phone: Annotated[str | None, PERSONAL] = Field(description="As typed.")
    locale: str = Field(description="Language of mails, such as `fr`.")
    roles: tuple[PersonRole, ...] = Field(description="Roles in force at the time of the fact.")


class PersonInvited(PersonFact):
    """A referent or staff added a person."""

    written_to: bool = Field(default=False, description="Whether the person is to be told so by mail.")


class PersonActivated(PersonFact):
    """A person signed in for the first time, or came back with a new role."""


class PersonUpdated(PersonFact):
    """A person's name, address or roles in force changed."""


class PersonDeactivated(Payload):
    """A person's last role ended."""

    aggregate: ClassVar[str] = "person"

    person_id: UUID = Field(description="Person id.")


class PersonErased(Payload):
    """A person is to be forgotten: each service scrubs its copies. It is the last event of their history."""

    aggregate: ClassVar[str] = "person"

    person_id: UUID = Field(description="Person id.")
    deadline: date = Field(description="Last day on which a service may still hold something of the person.")


class PersonScrubbed(PersonScrubbedFact):
    """This service holds nothing of an erased person any more, but ids and counts."""


class PersonalDataCollected(PersonalDataCollectedFact):
    """This service says all that it holds of a person who asked."""


class ErasureFact(Payload):
    """Something happened to a request to be forgotten."""

    aggregate: ClassVar[str] = "erasure"

    person_id: UUID = Field(description="Person id.")


class ErasureRequested(ErasureFact):
    """A person asked to be forgotten, or staff wrote down that they did."""


class ErasureRefused(ErasureFact):
    """The club said no to somebody who asked to be forgotten, and why."""


class ErasureOverdue(ErasureFact):
    """Services have not said in time that they forgot a person."""

    missing: tuple[str, ...] = Field(description="Names of these services.")
    deadline: date = Field(description="Last day on which a service may still hold something of the person.")


class AccessRequested(Payload):
    """A person asked what is held of them: each service is to answer."""

    aggregate: ClassVar[str] = "access_export"

    export_id: UUID = Field(description="Names the request, for the answers.")
    person_id: UUID = Field(description="Person id.")


class ConsentChanged(Payload):
    """A person gave a consent or withdrew it."""

    aggregate: ClassVar[str] = "consent"

    person_id: UUID = Field(description="Person id.")
    purpose: str = Field(description="photos, contact_sharing, news.")
    granted: bool = Field(description="Whether the person consents from now on.")
    wording_version: int = Field(description="Version of the text that the person had before them.")


class RoleFact(Payload):
    """A role of a person in an organisation."""

    aggregate: ClassVar[str] = "person"

    person_id: UUID = Field(description="Person id.")
    org: UUID = Field(description="Organisation id.")
    starts_on: date = Field(description="First day of the role.")
    ends_on: date | None = Field(description="Last day of the role; null while it is open.")


class MandateStarted(RoleFact):
    """An elected person's mandate began."""

    title_code: str = Field(description="maire, adjoint, conseiller_municipal, president, …")


class MandateEnded(RoleFact):
    """An elected person's mandate ended."""

    title_code: str = Field(description="maire, adjoint, conseiller_municipal, president, …")


class PostStarted(RoleFact):
    """A technical post began."""

    title: str = Field(description="Job title, as the employer writes it.")
    status: str = Field(description="titulaire, stagiaire, contractuel_cdd, contractuel_cdi, prive.")


class PostEnded(RoleFact):
    """A technical post ended."""

    title: str = Field(description="Job title, as the employer writes it.")
    status: str = Field(description="titulaire, stagiaire, contractuel_cdd, contractuel_cdi, prive.")


class SigningKeyFact(Payload):
    """A key that signs access tokens; only its public half travels (RFC 7517)."""

    aggregate: ClassVar[str] = "signing_key"

    kid: str = Field(description="Key id, as the header of a token names it.")


class SigningKeyPublished(SigningKeyFact):
    """Tokens signed with this key are to be accepted."""

    crv: str = Field(description="P-256.")
    x: str = Field(description="Base64url, as in a JWK.")
    y: str = Field(description="Base64url, as in a JWK.")


class SigningKeyRetired(SigningKeyFact):
    """Tokens signed with this key are no longer to be accepted."""


ORGANISATION_CONTRACTS = (OrganisationRegistered, OrganisationUpdated, OrganisationMerged)
MEMBERSHIP_CONTRACTS = (
    MembershipApplied,
    MembershipRejected,
    MembershipActivated,
    MembershipRenewalDue,
    MembershipRenewed,
    MembershipResigned,
    MembershipLapsed,
)
EXPERTISE_OFFER_CONTRACTS = (ExpertiseOfferPublished, ExpertiseOfferPaused, ExpertiseOfferWithdrawn)
PERSON_CONTRACTS = (
    PersonInvited,
    PersonActivated,
    PersonUpdated,
    PersonDeactivated,
    PersonErased,
    MandateStarted,
    MandateEnded,
    PostStarted,
    PostEnded,
)
KEY_CONTRACTS = (SigningKeyPublished, SigningKeyRetired)
"""Each tuple is the whole history of one kind of subject: who follows a subject wants all of it."""
