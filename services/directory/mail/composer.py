"""Owns the writing of sign-in mails, text and HTML. Sends nothing, and keeps no link."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.directory.domain.identity import Identity
from shared.smtp import MailRefused

LINK_PATH = "/sign-in/link"


class SignInComposer:
    """Writes sign-in mails, from the club's address, with links to this service's public one."""

    def __init__(self, sender: str, public_url: str) -> None:
        name, address = parseaddr(sender)
        self._sender = Address(name, addr_spec=address)
        self._public_url = public_url.rstrip("/")
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=select_autoescape(("html",), default=False),
            undefined=StrictUndefined,
        )

    def compose(self, identity: Identity, secret: str) -> EmailMessage:
        """Write the mail that brings the secret.

        Raises:
            MailRefused: the person's address is none that a mail can be sent to.
        """
        name = " ".join(f"{identity.given_name} {identity.family_name}".split())
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"] = self._sender, _address(name, identity.email)
        message["Subject"] = "Votre lien de connexion"
        message["Auto-Submitted"] = "auto-generated"
        facts = {"name": name, "link": f"{self._public_url}{LINK_PATH}?secret={secret}"}
        message.set_content(self._rendered("sign_in.txt", facts), cte="quoted-printable")
        html = self._rendered("sign_in.html", facts)
        message.add_alternative(html, subtype="html", cte="quoted-printable")
        message["Content-Language"] = "fr"  # last: becoming multipart moves what begins with Content-
        return message

    def _rendered(self, template: str, facts: dict[str, str]) -> str:
        return self._templates.get_template(template).render(facts)


def _address(name: str, email: str) -> Address:
    try:
        address = Address(name, addr_spec=email)
        address.addr_spec.encode("ascii")
    except (MessageError, ValueError, IndexError) as error:
        raise MailRefused("not an address that a mail can be sent to") from error
    return address
