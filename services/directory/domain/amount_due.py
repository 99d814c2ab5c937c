"""Owns what a member is to be asked for a year, or why it cannot be asked. Calls no fee."""

from services.directory.domain.errors.fees import NoYearToCall
from services.directory.domain.fee_schedule import FeeSchedule
from services.directory.domain.membership import MEMBERS, Membership
from services.directory.domain.profile import OrganisationProfile


def amount_due(membership: Membership, profile: OrganisationProfile, schedule: FeeSchedule) -> int:
    """What an organisation owes for the year of the schedule, in euro cents.

    Raises:
        NoYearToCall: it is no member any more.
        FeeUnknown: the schedule does not say.
    """
    if membership.state not in MEMBERS:
        raise NoYearToCall(schedule.year)
    return schedule.line_for(profile).amount_cents
