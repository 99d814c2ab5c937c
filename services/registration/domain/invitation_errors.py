"""Owns the refusals around invitations: code, kind and facts. Does not decide when to raise them."""

from shared.errors import Conflict, Forbidden, NotFound


class UnknownInvitation(NotFound):
    """No such invitation."""

    code = "unknown_invitation"

    def __init__(self) -> None:
        super().__init__("Cette invitation n’existe pas.", field="invitation_id")


class TakesNoGuests(Conflict):
    """Gatherings of this kind are for their own public alone."""

    code = "takes_no_guests"

    def __init__(self, *, kind: str) -> None:
        super().__init__(
            "Ce type d’évènement est réservé à son public\u202f: personne n’y est invité en dehors de ses "
            "règles.",
            kind=kind,
        )


class AlreadyInvited(Conflict):
    """The person has an invitation to this gathering that holds."""

    code = "already_invited"

    def __init__(self, *, invitation_id: str) -> None:
        super().__init__("Cette personne est déjà invitée à cet évènement.", invitation_id=invitation_id)


class InvitationOver(Conflict):
    """The invitation was answered, or taken back."""

    code = "invitation_over"

    def __init__(self, *, state: str) -> None:
        super().__init__("Cette invitation a déjà reçu une réponse, ou n’est plus valable.", state=state)


class NotTheirInvitation(Forbidden):
    """The actor is neither the person, nor a referent of the organisation, nor staff."""

    code = "not_their_invitation"

    def __init__(self) -> None:
        super().__init__(
            "Seuls la personne invitée, le référent de sa collectivité "
            "et l’équipe du club peuvent y répondre."
        )
