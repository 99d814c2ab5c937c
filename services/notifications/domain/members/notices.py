"""Owns which facts are told to members' referents, and to people about themselves. Words and sends none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import uuid5

from services.notifications.domain.copies import OrganisationCopy
from services.notifications.domain.notices import About, Matter, Notice, Template
from services.notifications.domain.staff_feed import FeedLine, line_about
from shared.events import directory as facts
from shared.events.envelope import Envelope

MemberFact = facts.MembershipFact | facts.FeeFact
PersonalFact = facts.PersonInvited | facts.ErasureRefused

MEMBER_MAILS: Final[Mapping[type[MemberFact], Template]] = {
    facts.MembershipActivated: Template.MEMBERSHIP_ACTIVATED,
    facts.MembershipRejected: Template.MEMBERSHIP_REJECTED,
    facts.MembershipResigned: Template.MEMBERSHIP_RESIGNED,
    facts.MembershipLapsed: Template.MEMBERSHIP_LAPSED,
    facts.FeeCalled: Template.FEE_CALLED,
    facts.FeeReminded: Template.FEE_REMINDED,
    facts.FeePaid: Template.FEE_PAID,
}
"""What the referents of a member are told: all of it the team has decided, nothing a date alone."""
PERSONAL_MAILS: Final[Mapping[type[PersonalFact], Template]] = {
    facts.PersonInvited: Template.PERSON_INVITED,
    facts.ErasureRefused: Template.ERASURE_REFUSED,
}
TOLD: Final[Mapping[Template, str]] = {
    Template.MEMBERSHIP_ACTIVATED: "adhésion acceptée",
    Template.MEMBERSHIP_REJECTED: "demande d’adhésion refusée",
    Template.MEMBERSHIP_RESIGNED: "départ du club",
    Template.MEMBERSHIP_LAPSED: "adhésion échue",
    Template.FEE_CALLED: "appel de cotisation",
    Template.FEE_REMINDED: "relance de cotisation",
    Template.FEE_PAID: "cotisation reçue",
    Template.PERSON_INVITED: "invitation au club",
    Template.ERASURE_REFUSED: "demande d’effacement refusée",
}
"""What these mails are called, by the team and by who asks what is held of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberNotice(Notice):
    """What one mail tells a referent of a fact about their organisation."""

    fact: MemberFact

    @property
    def about(self) -> About:
        """The organisation."""
        return About(Matter.ORGANISATION, self.fact.org)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalNotice(Notice):
    """What one mail tells somebody of themself."""

    @property
    def about(self) -> About:
        """The person."""
        return About(Matter.PERSON, self.person_id)


def is_told(fact: MemberFact | PersonalFact) -> bool:
    """Whether anybody is written to: whoever stands in a file with many others is not."""
    return not isinstance(fact, facts.PersonInvited | facts.MembershipActivated) or fact.written_to


def line_of_nobody(event: Envelope[MemberFact], organisation: OrganisationCopy) -> FeedLine:
    """What the staff reads of a mail for the referents of a member that has none."""
    fact = event.data
    told = TOLD[MEMBER_MAILS[type(fact)]]
    text = f"Sans référent·e à prévenir : {organisation.name}, {told}."
    line = line_about(event, text, person_id=None, link=f"/memberships/{fact.membership_id}")
    return replace(line, id=uuid5(event.id, "nobody"))
