"""Owns who may be asked to sign: somebody whom mails reach alone, and whose mandate or post is not over."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from services.conventions.domain.convention.parties import Signatory
from services.conventions.domain.errors.signing import MandateOver, SharedMailbox, UnknownSignatory
from services.conventions.domain.people import Person

Limits = Mapping[UUID, date | None]
"""Organisation → the last day up to which its signatory goes on to sign; None where no end is known."""


def limits_of(
    named: Mapping[str, Signatory], people: Mapping[UUID, Person], *, others: Sequence[UUID] = (), on: date
) -> Limits:
    """Until when those may sign who are named; `named` by the field of the request that names them.

    `others` sign beside them; `people` has all of whom events told.

    Raises:
        UnknownSignatory: no event told of one of them, or they were erased.
        MandateOver: all mandates and posts that one of them had in the organisation are over.
        SharedMailbox: two of them read one mailbox: the codes of both would come to it.
    """
    limits: dict[UUID, date | None] = {}
    for field, signatory in named.items():
        person = people.get(signatory.person_id)
        if person is None or person.is_erased:
            raise UnknownSignatory(f"{field}.person_id")
        limits[signatory.org] = until = person.signs_until(signatory.org, on=on)
        if until is not None and until < on:
            raise MandateOver(field=f"{field}.person_id")
        beside = {*others, *(each.person_id for each in named.values())} - {person.id}
        if person.email.casefold() in {people[each].email.casefold() for each in beside if each in people}:
            raise SharedMailbox(field=f"{field}.person_id")
    return limits
