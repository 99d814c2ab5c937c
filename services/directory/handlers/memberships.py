"""Owns one function per command about memberships: load, decide, save. Decides nothing itself."""

from services.directory.domain.commands import memberships as commands
from services.directory.domain.fee import Fee
from services.directory.domain.membership import Membership
from services.directory.domain.rounds import Round
from services.directory.ports.store import Directory
from shared.days import club_day


async def record_prospect(command: commands.RecordProspect, directory: Directory) -> Membership:
    """Note that an organisation may join some day."""
    organisation = await directory.organisation(command.org)
    organisation.require_standing(club_day(command.at))
    membership = await directory.membership_of(command.org)
    if membership is None:
        membership = Membership(id=command.membership_id, org=command.org)
    membership.record_contact(command)
    directory.save_membership(membership, ())
    return membership


async def apply_for_membership(command: commands.ApplyForMembership, directory: Directory) -> Membership:
    """Ask that an organisation join: its first membership, or the one it left."""
    organisation = await directory.organisation(command.org)
    organisation.require_standing(club_day(command.at))
    membership = await directory.membership_of(command.org)
    if membership is None:
        membership = Membership(id=command.membership_id, org=command.org)
    has_referent = await directory.has_referent(command.org)
    events = membership.apply(command, organisation.profile, has_referent=has_referent)
    directory.save_membership(membership, events)
    _keep_file(membership, directory)
    return membership


async def activate_membership(command: commands.ActivateMembership, directory: Directory) -> Membership:
    """Accept an organisation as a member, once it is known what it owes for its first year.

    One that is to go over into another is a member until then.

    Raises:
        FeeUnknown: the schedule does not say.
    """
    membership = await directory.membership(command.membership_id)
    organisation = await directory.organisation(membership.org)
    organisation.require_standing(club_day(command.at))
    year = membership.year or club_day(command.at).year
    (await directory.fee_schedule(year)).line_for(organisation.profile)
    events = membership.activate(command, organisation.profile)
    if organisation.merger is not None:
        events += membership.end_with(organisation.merger)
    directory.save_membership(membership, events)
    _keep_file(membership, directory)
    await _expect_fee(membership, year, directory)
    return membership


async def record_deliberation(command: commands.RecordDeliberation, directory: Directory) -> Membership:
    """Keep the decision of an assembly that was promised; the file of another decision goes."""
    membership = await directory.membership(command.membership_id)
    membership.record_deliberation(command)
    directory.save_membership(membership, ())
    _keep_file(membership, directory)
    return membership


async def attach_deliberation(command: commands.AttachDeliberation, directory: Directory) -> Membership:
    """Keep the act itself beside the decision."""
    membership = await directory.membership(command.membership_id)
    membership.attach_deliberation(command)
    directory.save_membership(membership, ())
    directory.keep_deliberation(membership.id, command.content)
    return membership


async def reject_membership(command: commands.RejectMembership, directory: Directory) -> Membership:
    """Refuse an organisation that asks to join."""
    membership = await directory.membership(command.membership_id)
    directory.save_membership(membership, membership.reject(command))
    return membership


async def mark_renewal_due(command: commands.MarkRenewalDue, directory: Directory) -> Membership:
    """Say that a year has begun which a member has not confirmed."""
    membership = await directory.membership(command.membership_id)
    organisation = await directory.organisation(membership.org)
    fee_cents = (await directory.fee_schedule(command.year)).fee_for(organisation.profile)
    events = membership.mark_renewal_due(command, fee_cents=fee_cents)
    directory.save_membership(membership, events)
    await _expect_fee(membership, command.year, directory)
    return membership


async def renew_membership(command: commands.RenewMembership, directory: Directory) -> Membership:
    """Confirm that a member goes on."""
    membership = await directory.membership(command.membership_id)
    organisation = await directory.organisation(membership.org)
    directory.save_membership(membership, membership.renew(command, organisation.profile))
    return membership


async def lapse_membership(command: commands.LapseMembership, directory: Directory) -> Membership:
    """End a membership that was not renewed, once the day came to propose it.

    Raises:
        RoundNotOpen: that day has not come.
    """
    membership = await directory.membership(command.membership_id)
    (await directory.campaign(command.year)).require_open(Round.LAPSE)
    directory.save_membership(membership, membership.lapse(command))
    return membership


async def keep_lapsing(command: commands.KeepLapsing, directory: Directory) -> Membership:
    """Give a member that was proposed for its end some more time.

    Raises:
        RoundNotOpen: the day to propose it has not come.
    """
    membership = await directory.membership(command.membership_id)
    (await directory.campaign(command.year)).require_open(Round.LAPSE)
    membership.keep(command)
    directory.save_membership(membership, ())
    return membership


async def resign_membership(command: commands.ResignMembership, directory: Directory) -> Membership:
    """Leave the club at the end of the year."""
    membership = await directory.membership(command.membership_id)
    directory.save_membership(membership, membership.resign(command))
    return membership


def _keep_file(membership: Membership, directory: Directory) -> None:
    """Keep the file of the decision to join as long as that is the decision that is known."""
    if membership.deliberation is None or membership.deliberation.file_sha256 is None:
        directory.forget_deliberation(membership.id)


async def _expect_fee(membership: Membership, year: int, directory: Directory) -> None:
    if await directory.fee(membership.id, year) is None:
        directory.save_fee(Fee.of_year(year, membership_id=membership.id, org=membership.org), ())
