"""Owns the refusals about exchange requests and matches. Does not decide when to raise them."""

from services.conventions.domain.errors.kinds import Fact, StateRefuses
from shared.errors import Conflict, Invalid, NotFound


class UnknownExchangeRequest(NotFound):
    """No such request, or not for this actor."""

    code = "unknown_exchange_request"

    def __init__(self) -> None:
        super().__init__("Cette demande d’échange n’existe pas.", field="exchange_request_id")


class UnknownProposal(NotFound):
    """The request has no such proposal."""

    code = "unknown_proposal"

    def __init__(self) -> None:
        super().__init__("Cette mise en relation n’existe pas.", field="proposal_id")


class InvalidWish(Invalid):
    """What is asked for cannot be; `field` names the culprit."""

    code = "invalid_wish"


class NotAMember(Conflict):
    """Exchanges are for the club's members."""

    code = "not_a_member"

    def __init__(self, field: str) -> None:
        super().__init__("Cette collectivité n’est pas adhérente du club.", field=field)


class SameOrganisation(Invalid):
    """Nobody learns from themselves."""

    code = "same_organisation"

    def __init__(self) -> None:
        super().__init__("La collectivité intervenante est celle qui demande.", field="offering_org")


class ExchangeStateRefuses(StateRefuses):
    """The request is not where this can be done."""

    code = "exchange_state_refuses"
    subject = "cette demande d’échange"


class ProposalOver(StateRefuses):
    """The proposal awaits no answer."""

    code = "proposal_over"
    subject = "cette mise en relation"


class NoOffer(Fact):
    """The organisation publishes no know-how on these topics."""

    code = "no_offer"
    sentence_for_people = (
        "Cette collectivité n’a publié aucune offre sur ces thèmes\u202f; "
        "confirmez qu’elle est d’accord pour la proposer."
    )


class AlreadyProposed(Fact):
    """An answer of this organisation is awaited."""

    code = "already_proposed"
    sentence_for_people = "Cette collectivité est déjà proposée pour cette demande."


class TooManyProposals(Fact):
    """Enough were made."""

    code = "too_many_proposals"
    sentence_for_people = "Trop de mises en relation pour une même demande."
