"""Owns the writing of whole mails: text, HTML and what is joined, in one MIME message. Sends nothing.

The same delivery, contact and copy of what it is about always give the same bytes, so that a mail sent twice
is one mail. A seat has a template for each mail; all others have one form, filled by a letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.notifications.domain.copies import ClubEventCopy, ClubEventState, Contact, OrganisationCopy
from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.domain.exchanges.notices import ExchangeNotice
from services.notifications.domain.exchanges.requests import ExchangeRequestCopy
from services.notifications.domain.exchanges.visits import VisitCopy
from services.notifications.domain.members.notices import MemberNotice, PersonalNotice
from services.notifications.domain.needs import NeedCopy, NeedNotice
from services.notifications.domain.notices import GatheringNotice, Template
from services.notifications.domain.typography import one_line, typeset
from services.notifications.mail.exchanges.boxes import box_of
from services.notifications.mail.exchanges.letter import Box, Letter
from services.notifications.mail.exchanges.letters import letter_of
from services.notifications.mail.exchanges.links import ExchangeLinks
from services.notifications.mail.exchanges.visits import calendar_entry
from services.notifications.mail.invitation import Entry, Method, Party, entry_of_seat, invitation
from services.notifications.mail.links import MailLinks
from services.notifications.mail.members.letters import member_letter, personal_letter
from services.notifications.mail.members.links import MemberLinks
from services.notifications.mail.needs import need_letter
from services.notifications.mail.seat_code_picture import SEAT_CODE_FILE, seat_code_picture
from services.notifications.mail.wording import (
    cancellation_in_words,
    kind_in_words,
    place_in_words,
    rank_in_words,
    refusal_in_words,
    sessions_in_words,
)
from services.notifications.ports.notices import Known
from shared.dates import appointment_in_words, deadline_in_words
from shared.security.seat_codes import SeatCodes
from shared.smtp import MailRefused

SUBJECTS = {
    Template.CONFIRMED: "Inscription confirmée : {title}",
    Template.WAITLISTED: "Liste d’attente : {title}",
    Template.CANCELLED: "Inscription annulée : {title}",
    Template.REQUESTED: "Demande reçue : {title}",
    Template.REFUSED: "Demande refusée : {title}",
    Template.OFFERED: "Une place pour vous : {title}",
    Template.CHANGED: "Changement : {title}",
    Template.POSTPONED: "Rencontre reportée : {title}",
    Template.ONLINE_LINK: "Lien de connexion : {title}",
    Template.INVITED: "Invitation : {title}",
    Template.INVITATION_WITHDRAWN: "Invitation retirée : {title}",
    Template.SPEAKER_INVITED: "Votre témoignage : {title}",
    Template.REMINDER: "Rappel : {title}",
    Template.OFFER_EXPIRED: "Place proposée, délai passé : {title}",
}
METHODS = {
    Template.CONFIRMED: Method.REQUEST,
    Template.CANCELLED: Method.CANCEL,
    Template.CHANGED: Method.REQUEST,
    Template.POSTPONED: Method.CANCEL,
    Template.ONLINE_LINK: Method.REQUEST,
}
PLACED = frozenset({Template.CONFIRMED, Template.WAITLISTED, Template.REQUESTED, Template.OFFERED})
"""What tells somebody of their own place, and may come after the gathering was put off."""

INVITATION_FILE = "invitation.ics"


EXCHANGE_FORM, MEMBER_FORM = "exchange", "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLinks:
    """The links that letters carry."""

    exchanges: ExchangeLinks
    members: MemberLinks


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What a mail says, before it is one: its words, and what is joined."""

    subject: str
    template: str
    facts: Mapping[str, object]
    entry: tuple[Method, Entry] | None = None
    picture: bytes | None = None


class FrenchComposer:
    """Writes the service's mails in French, from the club's address."""

    def __init__(
        self, sender: str, links: MailLinks, seat_codes: SeatCodes, letter_links: LetterLinks
    ) -> None:
        """Take `sender` as a mail header writes it: `Club des Territoires <club@example.org>`."""
        name, address = parseaddr(sender)
        self._sender = _address(name, address)
        self._links = links
        self._seat_codes = seat_codes
        self._letter_links = letter_links
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=select_autoescape(("html",), default=False),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def compose(self, delivery: EmailDelivery, *, contact: Contact, known: Known) -> EmailMessage:
        """Write the mail, from what is known now of the person and of what it is about.

        Raises:
            MailRefused: the person's address is none that a mail can be sent to.
        """
        draft = self._draft(delivery, known)
        facts = {"name": one_line(contact.name), **draft.facts}
        message = self._addressed(delivery, _address(contact.name, contact.email))
        message["Subject"] = one_line(typeset(draft.subject))
        text = self._templates.get_template(f"{draft.template}.txt").render(facts)
        html = self._templates.get_template(f"{draft.template}.html").render(facts)
        message.set_content(typeset(text), cte="quoted-printable")
        message.add_alternative(typeset(html), subtype="html", cte="quoted-printable")
        if draft.entry:
            self._invite(message, contact, *draft.entry)
        if draft.picture:
            message.add_attachment(draft.picture, maintype="image", subtype="png", filename=SEAT_CODE_FILE)
        # Last, because what turns a message into a multipart one moves its Content-… headers into the parts.
        message["Content-Language"] = "fr"
        _fix_boundaries(message, delivery)
        return message

    def _draft(self, delivery: EmailDelivery, known: Known) -> _Draft:
        match delivery.notice, known:
            case GatheringNotice() as notice, ClubEventCopy():
                return self._of_seat(notice, known)
            case ExchangeNotice() as notice, (ExchangeRequestCopy() | ConventionCopy() | VisitCopy()):
                letter = letter_of(notice, known, self._letter_links.exchanges)
                facts = {"letter": letter, "box": box_of(known)}
                entry = calendar_entry(notice, known) if isinstance(known, VisitCopy) else None
                return _Draft(subject=letter.subject, template=EXCHANGE_FORM, facts=facts, entry=entry)
            case MemberNotice() as notice, OrganisationCopy():
                return _of_letter(*member_letter(notice, known, self._letter_links.members))
            case PersonalNotice() as notice, Contact():
                return _of_letter(*personal_letter(notice, self._letter_links.members))
            case NeedNotice() as notice, NeedCopy():
                return _of_letter(*need_letter(notice, known))
            case _:
                raise TypeError(f"delivery {delivery.id} is not about {type(known).__name__}")

    def _of_seat(self, notice: GatheringNotice, club_event: ClubEventCopy) -> _Draft:
        put_off = notice.template in PLACED and club_event.state is ClubEventState.POSTPONED
        invites = notice.template in METHODS and notice.seated and not put_off
        return _Draft(
            subject=SUBJECTS[notice.template].format(title=club_event.title),
            template=notice.template,
            facts=_facts(notice, club_event)
            | {"links": self._links.of(notice, club_event), "put_off": put_off, "invites": invites},
            entry=(METHODS[notice.template], entry_of_seat(notice, club_event)) if invites else None,
            picture=seat_code_picture(notice, self._seat_codes),
        )

    def _addressed(self, delivery: EmailDelivery, to: Address) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["Message-ID"] = f"<{delivery.id}@{self._sender.domain}>"
        message["Date"] = format_datetime(delivery.notice.at)
        message["From"] = self._sender
        message["To"] = to
        # RFC 3834: no answering machine is to answer it.
        message["Auto-Submitted"] = "auto-generated"
        return message

    def _invite(self, message: EmailMessage, contact: Contact, method: Method, entry: Entry) -> None:
        """Add the invitation twice: as an alternative, for mailboxes with a calendar, and as a file."""
        organizer = Party(self._sender.display_name, self._sender.addr_spec)
        attendee = Party(contact.name, contact.email)
        calendar = invitation(entry, method=method, organizer=organizer, attendee=attendee)
        message.add_alternative(
            calendar.decode(),
            subtype="calendar",
            cte="quoted-printable",
            params={"method": method.value},
        )
        message.add_attachment(calendar, maintype="application", subtype="ics", filename=INVITATION_FILE)


def _of_letter(letter: Letter, box: Box) -> _Draft:
    return _Draft(subject=letter.subject, template=MEMBER_FORM, facts={"letter": letter, "box": box})


def _facts(notice: GatheringNotice, club_event: ClubEventCopy) -> dict[str, object]:
    return {
        "title": one_line(club_event.title),
        "kind": kind_in_words(club_event.kind),
        "appointment": appointment_in_words(club_event.when),
        "place": one_line(place_in_words(club_event.place, mode=notice.mode or club_event.mode)),
        "notice": notice,
        "sessions": [
            one_line(session) for session in sessions_in_words(notice.sessions, club_event.sessions)
        ],
        "online_link": club_event.online_link,
        "postponement": one_line(club_event.cancellation_reason).rstrip(" ."),
        "position": rank_in_words(notice.position or 0),
        "deadline": deadline_in_words(notice.expires_at, timezone=club_event.when.timezone),
        "refusal": refusal_in_words(notice.reason_code),
        "cancellation": cancellation_in_words(notice.reason_code, one_line(club_event.cancellation_reason)),
    }


def _address(name: str, email: str) -> Address:
    try:
        address = Address(one_line(name), addr_spec=email)
        address.addr_spec.encode("ascii")
    except (MessageError, ValueError, IndexError) as error:
        raise MailRefused(f"not an address that a mail can be sent to: {email!r}") from error
    return address


def _fix_boundaries(message: EmailMessage, delivery: EmailDelivery) -> None:
    """Name the boundaries after the delivery; left alone, they would be random."""
    containers = (part for part in message.walk() if part.is_multipart())
    for depth, part in enumerate(containers):
        part.set_boundary(f"essaim-{depth}-{delivery.id}")
