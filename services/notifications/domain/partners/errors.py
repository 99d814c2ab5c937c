"""Owns the refusals about partner systems. Knows nothing of HTTP."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


class StaffOnly(Forbidden):
    """Only the club's own team registers partners."""

    code = "staff_only"

    def __init__(self) -> None:
        super().__init__("Seule l’équipe du club peut faire cela.")


class UnknownPartner(NotFound):
    """There is no such partner."""

    code = "unknown_partner"

    def __init__(self) -> None:
        super().__init__("Ce partenaire n’existe pas.")


class UnknownPartnerKey(NotFound):
    """The partner has no such access key."""

    code = "unknown_partner_key"

    def __init__(self) -> None:
        super().__init__("Ce partenaire n’a pas cette clé d’accès.")


class UnknownWebhook(NotFound):
    """The partner has no such webhook."""

    code = "unknown_webhook"

    def __init__(self) -> None:
        super().__init__("Ce partenaire n’a pas ce webhook.")


class PartnerNameTaken(Conflict):
    """Another partner has this name."""

    code = "partner_name_taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"Un partenaire s’appelle déjà «\u00a0{name}\u00a0».", field="name")


class TooManyPartnerKeys(Conflict):
    """So many keys at once serve no rotation."""

    code = "too_many_partner_keys"

    def __init__(self, most: int) -> None:
        super().__init__(f"Un partenaire a au plus {most} clés valables\u202f: révoquez-en une d’abord.")


class PartnerKeyRevoked(Conflict):
    """The key was revoked before."""

    code = "partner_key_revoked"

    def __init__(self) -> None:
        super().__init__("Cette clé d’accès est déjà révoquée.")


class WebhookUrlRefused(Invalid):
    """Nothing can be sent to this address."""

    code = "webhook_url_refused"

    def __init__(self, why: str) -> None:
        super().__init__(f"Cette adresse ne convient pas à un webhook\u00a0: {why}.", field="url")


class UnknownEventType(Invalid):
    """No event that partners see is called so."""

    code = "unknown_event_type"

    def __init__(self, event_type: str) -> None:
        super().__init__(f"Aucun évènement public ne s’appelle «\u00a0{event_type}\u00a0».", field="types")


class WebhookStateRefuses(Conflict):
    """It is so already."""

    code = "webhook_state_refuses"
