"""Owns what search knows of a thing: its entry, and how that is written. `search` finds it.

    search: {_id: "commune:13100", what: "territory", name: "Saint-Rémy-de-Provence",
        called: ["saint remy de provence"], words: ["saint", "remy", "de", "provence"],
        keys: ["^", "^s", "^sa", …, "r", "re", …, "=saint remy de provence", "=13100", "kind:commune", …],
        kind: "commune", departement: "13", region: "93", population: 9599,
        numbers: ["211301007", "13100"], parent_org: null, succeeded_by: null,
        member: false, order: "999990400 saint remy de provence commune:13100", rank: "1999990400 …"}

`_id` is that of the thing. An entry is written in the transaction of what it tells of, and removed with it;
whole but for `member`, which the saving of a membership changes, and for what an offer's entry tells of its
organisation, which the saving of that one changes. `search_keys` says what the keys are.

`rank` is the order within one nearness: members, then the most populous, then by name; offers come last. It
ends with the id, so that no two are alike, and a page can begin after any of them.
"""

from textwrap import shorten
from typing import Protocol
from uuid import UUID

from pymongo import DeleteOne, ReplaceOne, UpdateMany, UpdateOne

from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.membership import MEMBERS, Membership
from services.directory.domain.offer import ExpertiseOffer
from services.directory.domain.organisation import Organisation
from services.directory.domain.person import Person, PersonState
from services.directory.domain.search import What
from services.directory.domain.territories import Territory
from services.directory.repository.days import from_day
from services.directory.repository.search_keys import SPELT, called, keys_of, of_filter, whole
from shared.events.topics import TOPICS
from shared.french import fold, sort_key
from shared.storage.mongo import Document, Operation

FORM = 4
"""Counts up when what is written of a thing changes: all entries are then written anew."""
FILTERS = ("kind", "departement", "region", "parent_org")
"""Fields of which each value has a key."""
RANKED_CHARACTERS = 40
SUMMARY_CHARACTERS = 200
"""What stands for the name of an offer, which has none."""
MOST_POPULOUS = 999_999_999
MEMBERS_RANK, OTHERS_RANK = "0", "1"


class _PublicBody(Protocol):
    """What a territory and the profile of an organisation both say."""

    @property
    def kind(self) -> OrganisationKind:
        """What it is in law."""

    @property
    def name(self) -> str:
        """As it is written."""

    @property
    def siren(self) -> str | None:
        """Its number, if it has one."""

    @property
    def insee_code(self) -> str | None:
        """Its code, if it has one."""

    @property
    def departement(self) -> str | None:
        """Code of where it is."""

    @property
    def region(self) -> str | None:
        """Code of where it is."""

    @property
    def population(self) -> int | None:
        """Inhabitants, where known."""


def territory_entry(territory: Territory, edition: str) -> Operation:
    """The writing of a territory's entry, as it stands in an edition of the reference data."""
    names = called(territory.official_name)
    fields = _of_body(territory, What.TERRITORY) | {"called": names, "edition": edition}
    return _whole(territory.key, _entry(territory.key, fields, sorted_as=sort_key(territory.name)))


def organisation_entry(organisation: Organisation) -> Operation:
    """The writing of an organisation's entry; whether it is a member stays as it was."""
    merger = organisation.merger
    fields = _of_body(organisation.profile, What.ORGANISATION)
    fields["parent_org"] = organisation.profile.parent_org
    fields["succeeded_by"] = merger.succeeded_by if merger else None
    entry = _entry(organisation.id, fields, sorted_as=sort_key(organisation.profile.name))
    return _but_member(organisation.id, {field: {"$literal": value} for field, value in entry.items()})


def membership_entry(membership: Membership) -> Operation:
    """The writing, into an organisation's entry, of whether it is a member."""
    return _but_member(membership.org, {"member": membership.state in MEMBERS})


def person_entry(person: Person) -> Operation:
    """The writing of a person's entry; its removal, once they are forgotten."""
    if person.state is PersonState.ERASED:
        return DeleteOne({"_id": person.id})
    given, family = person.identity.given_name, person.identity.family_name
    by_family = fold(f"{family} {given}")
    fields = {
        "what": What.PERSON.value,
        "name": f"{given} {family}",
        "called": [by_family, fold(f"{given} {family}")],
        "held": [{"org": held.org, "ends_on": from_day(held.period.ends_on)} for held in person.held],
        "keys": [of_filter("org", held.org) for held in person.held],
    }
    return _whole(person.id, _entry(person.id, fields, sorted_as=by_family))


def offer_entry(offer: ExpertiseOffer, organisation: Organisation) -> Operation:
    """The writing of a published offer's entry: under its summary and topics, where its organisation is."""
    summary = shorten(offer.content.summary, SUMMARY_CHARACTERS, placeholder="…")
    topics = offer.content.topics
    fields = {
        "what": What.OFFER.value,
        "name": summary,
        "called": [fold(summary), *(fold(TOPICS.get(topic, topic)) for topic in topics)],
        "org": offer.org,
        "topics": list(topics),
        "keys": [of_filter("org", offer.org), *(of_filter("topics", topic) for topic in topics)],
        **_of_organisation(organisation),
    }
    return _whole(offer.id, _entry(offer.id, fields, sorted_as=fold(summary)))


def hidden_offer_entry(offer: ExpertiseOffer) -> Operation:
    """The removal of the entry of an offer that is not published."""
    return DeleteOne({"_id": offer.id})


def offers_of(organisation: Organisation) -> Operation:
    """The writing, into the entries of an organisation's offers, of what it is and where."""
    theirs = {"keys": of_filter("org", organisation.id), "what": What.OFFER.value}
    fields = _of_organisation(organisation)
    stays = {"$not": [{"$regexMatch": {"input": "$$this", "regex": f"^({'|'.join(FILTERS)}):"}}]}
    kept = {"$filter": {"input": "$keys", "cond": stays}}
    written = {field: {"$literal": value} for field, value in fields.items()}
    return UpdateMany(theirs, [{"$set": {**written, "keys": {"$concatArrays": [kept, _filters(fields)]}}}])


def _of_organisation(organisation: Organisation) -> Document:
    profile = organisation.profile
    return {
        "kind": profile.kind.value,
        "departement": profile.departement,
        "region": profile.region,
        "population": profile.population,
        "parent_org": profile.parent_org,
    }


def _of_body(body: _PublicBody, what: What) -> Document:
    numbers = [number for number in (body.siren, body.insee_code) if number]
    return {
        "what": what.value,
        "name": body.name,
        "kind": body.kind.value,
        "departement": body.departement,
        "region": body.region,
        "called": called(body.name),
        "words": SPELT.get(body.kind, "").split(),
        "population": body.population,
        "numbers": numbers,
        "keys": [*map(whole, numbers)],
    }


def _entry(thing_id: UUID | str, fields: Document, *, sorted_as: str) -> Document:
    names = fields["called"]
    words = list(dict.fromkeys([*" ".join(names).split(), *fields.get("words", ())]))
    inhabitants = 0 if fields["what"] == What.OFFER.value else fields.get("population") or 0
    rarity = MOST_POPULOUS - min(inhabitants, MOST_POPULOUS)
    return {
        **fields,
        "words": words,
        "keys": [*keys_of(names, words), *fields["keys"], *_filters(fields)],
        "order": f"{rarity:09d} {sorted_as[:RANKED_CHARACTERS]} {thing_id}",
    }


def _filters(fields: Document) -> list[str]:
    return [of_filter(field, fields[field]) for field in FILTERS if fields.get(field)]


def _whole(thing_id: UUID | str, entry: Document) -> Operation:
    document = {"_id": thing_id, **entry, "member": False, "rank": OTHERS_RANK + entry["order"]}
    return ReplaceOne({"_id": thing_id}, document, upsert=True)


def _but_member(org: UUID, fields: Document) -> Operation:
    """An update in steps, since the rank follows from the fields as they come to stand."""
    standing = {"$cond": ["$member", MEMBERS_RANK, OTHERS_RANK]}
    steps = [
        {"$set": {"member": {"$ifNull": ["$member", False]}, **fields}},
        {"$set": {"rank": {"$concat": [standing, "$order"]}}},
    ]
    return UpdateOne({"_id": org}, steps, upsert="order" in fields)
