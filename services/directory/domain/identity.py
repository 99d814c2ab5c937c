"""Owns how a person is named and reached, and when it can be right. Says nothing of their roles."""

from dataclasses import dataclass, replace
from string import ascii_lowercase, digits
from typing import Final

from services.directory.domain.errors.people import InvalidPerson

_EMAIL_MAX_LENGTH: Final = 254
_DOMAIN_CHARACTERS: Final = frozenset(ascii_lowercase + digits + "-àâäæçéèêëîïôœöùûüÿ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """A person's name and addresses, whole: one identity replaces another."""

    given_name: str
    family_name: str
    email: str
    phone: str | None = None
    """As typed."""
    locale: str = "fr"

    def checked(self) -> "Identity":
        """The same identity as it is to be kept: trimmed, the address in lower case, since it must be unique.

        Raises:
            InvalidPerson: a name is missing, or the address cannot be one.
        """
        given_name, family_name = " ".join(self.given_name.split()), " ".join(self.family_name.split())
        if not given_name:
            raise InvalidPerson("Le prénom est obligatoire.", field="given_name")
        if not family_name:
            raise InvalidPerson("Le nom est obligatoire.", field="family_name")
        return replace(
            self,
            given_name=given_name,
            family_name=family_name,
            email=_checked_email(self.email),
            phone=(self.phone or "").strip() or None,
        )


def _checked_email(email: str) -> str:
    """Only what would break us, or deceive people: the form of addresses is checked where they are typed."""
    address = email.strip()
    local, _, domain = address.rpartition("@")
    if not local or not domain or len(address) > _EMAIL_MAX_LENGTH or any(char.isspace() for char in address):
        raise InvalidPerson("Cette adresse électronique n’est pas valable.", field="email")
    if not address.isascii() or not all(_is_french(label) for label in domain.lower().split(".")):
        raise InvalidPerson(
            "Une adresse électronique s’écrit sans accent ni lettre d’un autre alphabet.", field="email"
        )
    return address.lower()


def _is_french(label: str) -> bool:
    """Whether a part of a domain is what it looks like: an encoded one (RFC 5890) may hold any alphabet."""
    if not label.startswith("xn--"):
        return True
    try:
        return set(label.encode().decode("idna")) <= _DOMAIN_CHARACTERS
    except UnicodeError:
        return False
