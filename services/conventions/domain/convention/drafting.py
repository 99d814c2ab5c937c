"""Owns the first version of a convention, as the match and the template give it. Changes nothing later."""

from collections.abc import Mapping

from services.conventions.domain.authority import FACILITATOR
from services.conventions.domain.commands.convention import DraftConvention
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.parties import Party, PartyRole
from services.conventions.domain.convention.terms import Clause, Terms
from services.conventions.domain.errors.convention import SirenMissing
from services.conventions.domain.exchange.request import ExchangeRequest
from services.conventions.domain.members import Organisation


def draft_of(
    command: DraftConvention,
    request: ExchangeRequest,
    sides: tuple[Organisation, Organisation],
    clauses: Mapping[Clause, str],
) -> Convention:
    """The draft for a matched request; its reference and template are still to be given.

    Raises:
        SirenMissing: a convention names each public body by its SIREN.
    """
    offering, receiving = sides
    parties = [_party(offering, PartyRole.OFFERING), _party(receiving, PartyRole.RECEIVING)]
    if command.facilitator_signs:
        parties.append(_FACILITATOR)
    wish = request.wish
    return Convention(
        id=command.convention_id,
        reference="",
        exchange_request_id=request.id,
        legal_form=command.legal_form,
        template_version=0,
        parties=tuple(parties),
        terms=Terms(
            title=f"Partage d’expertise entre {offering.name} et {receiving.name}",
            topics=wish.topics,
            expected_results=wish.expected_results,
            clauses=clauses,
        ),
    )


_FACILITATOR = Party(
    org=FACILITATOR, role=PartyRole.FACILITATOR, legal_name="Un Plus Bio", kind="association"
)


def _party(organisation: Organisation, role: PartyRole) -> Party:
    if not organisation.siren:
        raise SirenMissing(field=f"parties.{role}.siren")
    return Party(
        org=organisation.id,
        role=role,
        legal_name=organisation.name,
        kind=organisation.kind,
        siren=organisation.siren,
    )
