"""Owns what a text needs before the parties are asked to read it, for each legal form. Changes nothing.

The list is that of a convention's mandatory content; the guards of the civil-service form come from articles
L. 512-6 and following of the Code général de la fonction publique and the decree no 2008-580.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from services.conventions.domain.convention.parties import Party, PartyRole
from services.conventions.domain.convention.terms import AgentStatus, Clause, LegalForm, Terms

MISE_A_DISPOSITION_YEARS_MAX = 3


def missing_fields(legal_form: LegalForm, parties: Sequence[Party], terms: Terms) -> tuple[str, ...]:
    """The names of what is missing or cannot be, in the order of the document; empty when it is complete."""
    missing = [*_common(terms), *(name for party in parties for name in _of_party(party))]
    if legal_form is LegalForm.MISE_A_DISPOSITION:
        missing += _of_mise_a_disposition(terms)
    return tuple(missing)


def _of_party(party: Party) -> Iterator[str]:
    wanted = {
        "legal_name": party.legal_name,
        "kind": party.kind,
        "address": party.address,
        "represented_by": party.represented_by,
        "capacity": party.capacity,
        "acting_under": party.acting_under,
    }
    if party.role is PartyRole.FACILITATOR:
        wanted["registration_number"] = party.registration_number
    else:
        wanted["siren"] = party.siren
    yield from (f"parties.{party.role}.{name}" for name, value in wanted.items() if not value.strip())
    if party.siret and not party.siret.startswith(party.siren):
        yield f"parties.{party.role}.siret"


def _common(terms: Terms) -> Iterator[str]:
    practice, duration = terms.practice, terms.duration
    wanted = {
        "title": terms.title.strip(),
        "place_of_signature": terms.place_of_signature.strip(),
        "topics": terms.topics,
        "expected_results": terms.expected_results.strip(),
        "agents": terms.agents,
        "practice.places": practice.places.strip(),
        "practice.half_day_quota": practice.half_day_quota > 0,
        "practice.calendar": practice.calendar.strip(),
        "practice.contact_person": practice.contact_person.strip(),
        "money.reimbursement": terms.money.free_of_charge or terms.money.reimbursement.strip(),
        "money.expenses_paid_by": terms.money.expenses_paid_by.strip(),
        "duration.effect_on": duration.effect_on,
        "duration.ends_on": duration.ends_on and duration.ends_on >= (duration.effect_on or date.max),
    }
    yield from (name for name, value in wanted.items() if not value)
    yield from (f"clauses.{code}" for code in Clause if not terms.clauses.get(code, "").strip())


def _of_mise_a_disposition(terms: Terms) -> Iterator[str]:
    for number, agent in enumerate(terms.agents):
        if agent.status is not AgentStatus.TITULAIRE and not agent.status_override.strip():
            yield f"agents.{number}.status"
        if not agent.agreement.strip():
            yield f"agents.{number}.agreement"
    form, money, duration = terms.mise_a_disposition, terms.money, terms.duration
    if form.assembly_informed_on is None:
        yield "mise_a_disposition.assembly_informed_on"
    if not form.order_reference.strip():
        yield "mise_a_disposition.order_reference"
    if money.free_of_charge and not form.attached_body:
        yield "money.free_of_charge"
    if duration.effect_on and duration.ends_on and _exceeds_three_years(duration.effect_on, duration.ends_on):
        yield "duration.ends_on"


def _exceeds_three_years(effect_on: date, ends_on: date) -> bool:
    """Three years from a day end with the eve of its anniversary; that of 29 February is 1 March."""
    year = effect_on.year + MISE_A_DISPOSITION_YEARS_MAX
    try:
        anniversary = effect_on.replace(year=year)
    except ValueError:
        anniversary = date(year, 3, 1)
    return ends_on >= anniversary
