"""Owns the list of all mutations: each breaks one promise of the kernel."""

from collections.abc import Sequence

from tests.simulation.mutations import leases, messaging, storage
from tests.simulation.mutations.replaced import Mutation

MUTATIONS: Sequence[Mutation] = (
    messaging.ack_before_commit,
    messaging.mark_before_confirm,
    messaging.unconfirmed_is_published,
    storage.messages_without_dedup,
    storage.commands_without_dedup,
    storage.no_version_check,
    storage.no_transaction,
    storage.unknown_commit_is_done,
    storage.outbox_after_commit,
    leases.lease_for_ever,
    leases.lease_never_renewed,
    leases.lease_of_anybody,
    messaging.gaps_pass,
    messaging.early_is_dropped,
)
