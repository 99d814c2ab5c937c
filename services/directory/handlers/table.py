"""Owns the table of contents: which function answers which command. Holds no function itself."""

from collections.abc import Mapping

from services.directory.domain.commands import closures as on_closures
from services.directory.domain.commands import consents as on_consents
from services.directory.domain.commands import data_access as on_data_access
from services.directory.domain.commands import erasures as on_erasures
from services.directory.domain.commands import fees as on_fees
from services.directory.domain.commands import imports as on_imports
from services.directory.domain.commands import keys as on_keys
from services.directory.domain.commands import memberships as on_memberships
from services.directory.domain.commands import offers as on_offers
from services.directory.domain.commands import organisations as on_organisations
from services.directory.domain.commands import people as on_people
from services.directory.handlers import (
    closures,
    consents,
    data_access,
    erasures,
    fees,
    imports,
    keys,
    memberships,
    offers,
    organisations,
    people,
)
from services.directory.ports.store import Directory
from shared.application import Handler
from shared.commands import Command

COMMANDS: Mapping[type[Command], Handler[Directory]] = {
    on_data_access.RequestAccess: data_access.request_access,
    on_consents.ChangeConsent: consents.change_consent,
    on_erasures.RequestErasure: erasures.request_erasure,
    on_erasures.RefuseErasure: erasures.refuse_erasure,
    on_erasures.ErasePerson: erasures.erase_person,
    on_erasures.EraseInactive: erasures.erase_inactive,
    on_erasures.AlertOnErasure: erasures.alert_on_erasure,
    on_organisations.RegisterOrganisation: organisations.register_organisation,
    on_organisations.RegisterTerritory: organisations.register_territory,
    on_organisations.UpdateOrganisation: organisations.update_organisation,
    on_organisations.MergeOrganisation: organisations.merge_organisation,
    on_people.InvitePerson: people.invite_person,
    on_people.ActivatePerson: people.activate_person,
    on_people.UpdatePerson: people.update_person,
    on_people.StartRole: people.start_role,
    on_people.EndRole: people.end_role,
    on_people.RecheckRoles: people.recheck_roles,
    on_closures.PrepareClosure: closures.prepare_closure,
    on_closures.AcceptClosure: closures.accept_closure,
    on_closures.CloseMandates: closures.close_mandates,
    on_closures.FinishClosure: closures.finish_closure,
    on_imports.BeginImport: imports.begin_import,
    on_imports.ApplyImport: imports.apply_import,
    on_memberships.RecordProspect: memberships.record_prospect,
    on_memberships.ApplyForMembership: memberships.apply_for_membership,
    on_memberships.ActivateMembership: memberships.activate_membership,
    on_memberships.RecordDeliberation: memberships.record_deliberation,
    on_memberships.AttachDeliberation: memberships.attach_deliberation,
    on_memberships.RejectMembership: memberships.reject_membership,
    on_memberships.MarkRenewalDue: memberships.mark_renewal_due,
    on_memberships.RenewMembership: memberships.renew_membership,
    on_memberships.LapseMembership: memberships.lapse_membership,
    on_memberships.KeepLapsing: memberships.keep_lapsing,
    on_memberships.ResignMembership: memberships.resign_membership,
    on_fees.SetFeeSchedule: fees.set_fee_schedule,
    on_fees.CallFee: fees.call_fee,
    on_fees.AcceptCalls: fees.accept_calls,
    on_fees.FinishCalls: fees.finish_calls,
    on_fees.RecordPayment: fees.record_payment,
    on_fees.CancelPayment: fees.cancel_payment,
    on_fees.WaiveFee: fees.waive_fee,
    on_fees.MarkFeeOverdue: fees.mark_fee_overdue,
    on_fees.RemindFee: fees.remind_fee,
    on_fees.SpareFee: fees.spare_fee,
    on_fees.OpenRound: fees.open_round,
    on_offers.ProposeOffer: offers.propose_offer,
    on_offers.ReviseOffer: offers.revise_offer,
    on_offers.PublishOffer: offers.publish_offer,
    on_offers.PauseOffer: offers.pause_offer,
    on_offers.PauseOfferOfFormerMember: offers.pause_offer_of_former_member,
    on_offers.WithdrawOffer: offers.withdraw_offer,
    on_keys.PublishSigningKey: keys.publish_signing_key,
    on_keys.RetireSigningKey: keys.retire_signing_key,
}
"""Everything that can be asked of this service."""
