"""Owns conventions and amendments as documents: their data in French; the pages are the `.typ` beside."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

import segno
from babel.dates import format_date

from services.conventions.documents.clauses import CURRENT_VERSION, wording
from services.conventions.domain.convention.parties import Party, PartyRole
from services.conventions.domain.convention.terms import Agent, AgentStatus, Clause, LegalForm, Terms
from services.conventions.domain.documents import Text
from shared.articles import counted
from shared.documents.association import Association
from shared.documents.pdf import Json, render_pdf
from shared.events.topics import TOPICS

_TEMPLATES: Final = {
    False: Path(__file__).with_name("convention.typ"),
    True: Path(__file__).with_name("amendment.typ"),
}
_TITLES: Final = {
    LegalForm.PARTNERSHIP: "Convention de partenariat",
    LegalForm.MISE_A_DISPOSITION: "Convention de mise à disposition",
}
_ROLES: Final = {
    PartyRole.OFFERING: "la collectivité intervenante",
    PartyRole.RECEIVING: "la collectivité bénéficiaire",
    PartyRole.FACILITATOR: "l’association",
}
_KINDS: Final = {
    "cc": "communauté de communes",
    "ca": "communauté d’agglomération",
    "cu": "communauté urbaine",
    "metropole": "métropole",
    "metropole_lyon": "métropole à statut particulier",
    "ept": "établissement public territorial",
    "departement": "département",
    "region": "région",
    "collectivite_unique": "collectivité territoriale unique",
    "syndicat_intercommunal": "syndicat intercommunal",
    "syndicat_mixte": "syndicat mixte",
    "pnr": "parc naturel régional",
    "petr": "pôle d’équilibre territorial et rural",
    "caisse_des_ecoles": "caisse des écoles",
    "other_public": "personne publique",
}
_MASCULINE: Final = frozenset(
    {"ept", "departement", "syndicat_intercommunal", "syndicat_mixte", "pnr", "petr", "pays"}
)
_STATUS: Final = {
    AgentStatus.TITULAIRE: "titulaire",
    AgentStatus.STAGIAIRE: "stagiaire",
    AgentStatus.CONTRACTUEL_CDD: "contractuel en CDD",
    AgentStatus.CONTRACTUEL_CDI: "contractuel en CDI",
    AgentStatus.PRIVE: "salarié de droit privé",
}
_CHANGED: Final = {
    "ends_on": "date de fin",
    "half_day_quota": "nombre de demi-journées par an",
    "agents": "agents",
    "places": "lieux",
    "money": "dispositions financières",
}


class TypstPress:
    """Writes conventions and amendments: PDF/A-2a and PDF/UA-1, the same bytes for the same text and day."""

    def __init__(self, association: Association, *, public_url: str) -> None:
        """Take how the association is named, and where people reach the pages that verify documents."""
        self._association = association
        self._public_url = public_url

    @property
    def template_version(self) -> int:
        """The version of the templates that new conventions are written from."""
        return CURRENT_VERSION

    def clauses(self, legal_form: LegalForm, template_version: int) -> Mapping[Clause, str]:
        """The wording of each clause, as the template has it.

        Raises:
            ValueError: there is no such version.
        """
        return wording(legal_form, template_version)

    async def write(self, text: Text, *, dated: date) -> bytes:
        """The document: the same bytes for the same text and day."""
        data: dict[str, Json] = {
            "association": self._association.model_dump(),
            "verification": self._verification(text.document_id),
            **told(text),
        }
        return await render_pdf(_TEMPLATES[text.amendment is not None], data, dated=dated)

    def _verification(self, document_id: UUID | None) -> Json:
        """Where the document is verified; nothing for a preview, which says of itself that it is one."""
        if document_id is None:
            return None
        address = verification_address(self._public_url, document_id)
        return {"address": address, "code": qr_code(address)}


def verification_address(public_url: str, document_id: UUID) -> str:
    """Where anybody learns what became of a document, whose own digest cannot be printed on it."""
    return f"{public_url.rstrip('/')}/verification/{document_id}"


def qr_code(address: str) -> str:
    """An address as a picture, in SVG."""
    return str(segno.make(address, error="m", micro=False).svg_inline(scale=4))


def told(text: Text) -> dict[str, Json]:
    """What the template of a text reads, in French."""
    terms, practice, duration = text.terms, text.terms.practice, text.terms.duration
    return {
        "title": _TITLES[text.legal_form],
        "reference": text.reference,
        "version": text.version,
        "template_version": text.template_version,
        "request": str(text.exchange_request_id),
        "civil_service": text.legal_form is LegalForm.MISE_A_DISPOSITION,
        "parties": [_party(party) for party in text.parties],
        "subject": text.subject or terms.title,
        "topics": [TOPICS.get(code, code) for code in terms.topics],
        "expected_results": terms.expected_results,
        "place_of_signature": terms.place_of_signature,
        "agents": [_agent(agent) for agent in terms.agents],
        "places": practice.places,
        "half_day_quota": practice.half_day_quota,
        "agents_per_visit_max": practice.agents_per_visit_max,
        "calendar": practice.calendar,
        "move_notice": _notice(practice.move_notice_days),
        "contact_person": practice.contact_person,
        "money": _money(terms),
        "expenses_paid_by": terms.money.expenses_paid_by,
        "report_within": counted(terms.report_within_days, "jour"),
        "publication_allowed": terms.publication_allowed,
        "effect_on": _in_words(duration.effect_on),
        "ends_on": _in_words(duration.ends_on),
        "notice_period": counted(duration.notice_period_days, "jour"),
        "assembly_informed_on": _in_words(terms.mise_a_disposition.assembly_informed_on),
        "order_reference": terms.mise_a_disposition.order_reference,
        "clauses": {code.value: terms.clauses.get(code, "") for code in Clause},
        "amendment": text.amendment,
        "changed": [_CHANGED[name] for name in text.changed_fields],
        "amendment_effect_on": _in_words(text.effect_on),
    }


def _party(party: Party) -> Json:
    number = f"SIREN {party.siren}" if party.siren else f"n° {party.registration_number}"
    return {
        "name": party.legal_name,
        "called": _ROLES[party.role],
        "kind": _KINDS.get(party.kind, party.kind),
        "number": f"SIRET {party.siret}" if party.siret else number,
        "address": party.address,
        "represented": "représenté" if party.kind in _MASCULINE else "représentée",
        "represented_by": party.represented_by,
        "capacity": party.capacity,
        "acting_under": party.acting_under,
    }


def _agent(agent: Agent) -> Json:
    return {
        "name": agent.name,
        "post": agent.post,
        "status": _STATUS[agent.status],
        "agreement": agent.agreement,
        "status_override": agent.status_override,
    }


def _money(terms: Terms) -> str:
    if terms.money.free_of_charge:
        return "Les interventions sont gratuites."
    return f"Les interventions donnent lieu à remboursement\u00a0: {terms.money.reimbursement}"


def _notice(days: int) -> str:
    return f"avec {counted(days, 'jour')} de préavis" if days else "sans préavis"


def _in_words(day: date | None) -> str:
    """`1er septembre 2027`; nothing where there is no day."""
    if day is None:
        return ""
    first = "1er" if day.day == 1 else str(day.day)
    return f"{first} {format_date(day, 'MMMM y', locale='fr')}"
