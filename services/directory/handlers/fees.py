"""Owns one function per command about fees: load, decide, save. Decides nothing itself."""

from dataclasses import replace

from services.directory.domain.amount_due import amount_due
from services.directory.domain.commands import fees as commands
from services.directory.domain.errors.fees import UnknownFee
from services.directory.domain.errors.organisations import UnknownTerritory
from services.directory.domain.fee import Debtor, Fee
from services.directory.domain.fee_schedule import FeeSchedule
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.profile import OrganisationProfile
from services.directory.domain.renewal_campaign import RenewalCampaign
from services.directory.ports.store import Directory


async def set_fee_schedule(command: commands.SetFeeSchedule, directory: Directory) -> FeeSchedule:
    """Set what members owe for a year."""
    schedule = await directory.fee_schedule(command.year)
    schedule.replace(command)
    directory.save_fee_schedule(schedule)
    return schedule


async def call_fee(command: commands.CallFee, directory: Directory) -> Fee:
    """Ask a member for its fee, under the next number of the year.

    Raises:
        UnknownFee: the membership has none for this year.
        NoYearToCall: the organisation is no member any more.
        FeeUnknown: the schedule does not say what it owes.
    """
    fee = await _fee(command, directory)
    membership = await directory.membership(fee.membership_id)
    profile = (await directory.organisation(fee.org)).profile
    amount_cents = amount_due(membership, profile, await directory.fee_schedule(fee.year))
    campaign = await directory.campaign(fee.year)
    debtor = await _debtor(profile, directory)
    events = fee.ask(command, debtor=debtor, amount_cents=amount_cents, reference=campaign.next_reference)
    campaign.count_call()
    directory.save_campaign(campaign, ())
    directory.save_fee(fee, events)
    return fee


async def accept_calls(command: commands.AcceptCalls, directory: Directory) -> RenewalCampaign:
    """Have all fees of a year called, which a worker does."""
    campaign = await directory.campaign(command.year)
    campaign.accept_calls(command)
    directory.save_campaign(campaign, ())
    return campaign


async def finish_calls(command: commands.FinishCalls, directory: Directory) -> RenewalCampaign:
    """Note that all of them are called that can be."""
    campaign = await directory.campaign(command.year)
    campaign.finish_calls(command)
    directory.save_campaign(campaign, ())
    return campaign


async def record_payment(command: commands.RecordPayment, directory: Directory) -> Fee:
    """Note that a fee was received, which confirms the renewal of its year."""
    fee = await _fee(command, directory)
    directory.save_fee(fee, fee.pay(command))
    membership = await directory.membership(fee.membership_id)
    organisation = await directory.organisation(fee.org)
    if membership.year == fee.year and (events := membership.confirm(organisation.profile)):
        directory.save_membership(membership, events)
    return fee


async def cancel_payment(command: commands.CancelPayment, directory: Directory) -> Fee:
    """Take back a payment noted by mistake."""
    fee = await _fee(command, directory)
    directory.save_fee(fee, fee.cancel_payment(command))
    return fee


async def waive_fee(command: commands.WaiveFee, directory: Directory) -> Fee:
    """Give a fee up."""
    fee = await _fee(command, directory)
    directory.save_fee(fee, fee.waive(command))
    return fee


async def mark_fee_overdue(command: commands.MarkFeeOverdue, directory: Directory) -> Fee:
    """Note that the last day to pay has passed."""
    fee = await _fee(command, directory)
    directory.save_fee(fee, fee.mark_overdue(command))
    return fee


async def remind_fee(command: commands.RemindFee, directory: Directory) -> Fee:
    """Remind a member of its fee, once the day came to propose it.

    Raises:
        RoundNotOpen: that day has not come, or has gone.
    """
    fee = await _fee(command, directory)
    (await directory.campaign(fee.year)).require_open(command.step)
    directory.save_fee(fee, fee.remind(command))
    return fee


async def spare_fee(command: commands.SpareFee, directory: Directory) -> Fee:
    """Do not remind a member this time.

    Raises:
        RoundNotOpen: the day to propose it has not come, or has gone.
    """
    fee = await _fee(command, directory)
    (await directory.campaign(fee.year)).require_open(command.step)
    fee.spare(command)
    directory.save_fee(fee, ())
    return fee


async def open_round(command: commands.OpenRound, directory: Directory) -> RenewalCampaign:
    """Propose a step of the campaign to the team."""
    campaign = await directory.campaign(command.year)
    directory.save_campaign(campaign, campaign.open_round(command))
    return campaign


async def _fee(command: commands.OfFee, directory: Directory) -> Fee:
    fee = await directory.fee(command.membership_id, command.year)
    if fee is None:
        raise UnknownFee
    return fee


async def _debtor(profile: OrganisationProfile, directory: Directory) -> Debtor:
    debtor = Debtor(name=profile.name, siren=profile.siren or "", siret=profile.siret)
    if profile.kind is not OrganisationKind.COMMUNE or profile.insee_code is None:
        return debtor
    try:
        commune = await directory.territory(f"commune:{profile.insee_code}")
    except UnknownTerritory:
        return debtor
    return replace(debtor, article_code=commune.article_code)
