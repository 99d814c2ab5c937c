"""Owns an example of a request to each route whose rule depends on whom the request is about.

`{name}` in a route's path is filled with the world's id of that name; a body is given here where the route
takes one: a line for each. What can be asked of nobody in particular needs no example.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from deploy.rights.rules import Who
from shared.clock import utc_now
from shared.commands import Role
from shared.security.fee_call_links import FeeCallSubject
from shared.security.links import LinkSigner, Purpose
from tests.garbage import UNKNOWN_ID
from tests.running.callers import Json
from tests.running.club import YEAR, Club, Somebody, appointment, post

OFFER: Json = {"topics": ["plastique"], "summary": "Sortir les barquettes.", "half_days_per_year": 6}
TESTIMONY: Json = {"title": "Trois ans sans plastique", "topics": ["plastique"]}


@dataclass(frozen=True)
class World:
    """A member organisation with somebody who works there and is registered somewhere, and another one."""

    org: str
    other_org: str
    concerned: Somebody
    ids: Mapping[str, str]
    """What a name in a path stands for."""

    def roles(self, who: Who) -> tuple[Role, ...]:
        """The roles in the token of somebody."""
        here, elsewhere = UUID(self.org), UUID(self.other_org)
        return {
            Who.ELECTED: (Role("elected", here),),
            Who.TECHNICAL: (Role("technical", here),),
            Who.REFERENT: (Role("referent", here),),
            Who.OTHER_REFERENT: (Role("referent", elsewhere),),
            Who.STAFF: (Role("staff"),),
            Who.ADMIN: (Role("admin"),),
        }.get(who, ())

    def path(self, template: str) -> str:
        """A route's path with the ids of this world; one that it does not have is unknown."""
        return template.format_map(_OrUnknown(self.ids))

    def knows(self, template: str) -> bool:
        """Whether everything in the path of a route exists."""
        return UNKNOWN_ID not in self.path(template)

    def body(self, service: str, route: str) -> Json | None:
        """The example's body, if it has one."""
        return self._bodies().get(f"{service} {route}")

    def _bodies(self) -> Mapping[str, Json]:
        identity = {"given_name": "Camille", "family_name": self.concerned.name}
        somebody = {**identity, "email": f"new-{self.concerned.email}"}
        place = {"person_id": self.concerned.id, "org": self.org, "mode": "online"}
        return {
            "directory POST /people": {**somebody, "first_role": post(self.org)},
            "directory PUT /people/{person_id}": {**identity, "email": self.concerned.email},
            "directory POST /people/{person_id}/roles": appointment("signatory", self.org),
            "directory POST /people/{person_id}/roles/{role_id}/end": {"ends_on": f"{YEAR + 1}-12-31"},
            "directory PUT /people/{person_id}/consents/{purpose}": {"granted": True, "wording_version": 1},
            "directory POST /people/{person_id}/erasure": {"reason": "Je ne souhaite plus être suivie."},
            "directory POST /expertise-offers": {"org": self.org, **OFFER},
            "directory PUT /expertise-offers/{offer_id}": OFFER,
            "directory POST /memberships": {"org": self.org, "year": YEAR},
            "conventions POST /exchange-requests": exchange_request(self.org),
            **self._agreements(),
            "registration POST /testimonies": {"org": self.org, "person_id": self.concerned.id, **TESTIMONY},
            "registration POST /testimonies/{testimony_id}/answer": {"speaks": False},
            "registration POST /needs": {"org": self.org, "title": "Sortir du plastique"},
            "registration POST /needs/{need_id}/support": {"org": self.org},
            "registration POST /club-events/{club_event_id}/registrations": place,
            "registration POST /club-events/{club_event_id}/group-registrations": {
                "people": [self.concerned.id],
                "org": self.org,
                "mode": "online",
                "all_or_nothing": False,
            },
            "registration POST /club-events/{club_event_id}/registrations/{registration_id}/transfer": {
                "person_id": self.concerned.id
            },
            "registration POST /club-events/{club_event_id}/registrations/{registration_id}/offer": {
                "answer": "accept"
            },
        }

    def _agreements(self) -> Mapping[str, Json]:
        """Bodies about the convention of `tests/running/exchange.py`, which not every world has."""
        convention, proposal = "/conventions/{convention_id}", "{exchange_request_id}/proposals/{proposal_id}"
        slot = f"{convention}/signing/{{org}}"
        agents = [self.concerned.id]
        slots = [{"date": f"{YEAR + 1}-03-18", "half": "morning", "agents": agents}]
        plan = {"slots": slots, "place": {"label": "Cuisine centrale"}}
        return {
            f"conventions POST /exchange-requests/{proposal}/accept": {"org": self.org},
            f"conventions POST /exchange-requests/{proposal}/decline": {"org": self.org},
            f"conventions POST {convention}/comments": {"org": self.org, "body": "Le lieu change."},
            f"conventions POST {convention}/approve": {"org": self.org, "version": 1},
            f"conventions POST {convention}/transmissions": {"org": self.org, "required": False},
            f"conventions POST {slot}/open": {},
            f"conventions POST {slot}/code": {},
            f"conventions POST {slot}/sign": {"code": "000000", "consent": True, "sha256": "0" * 64},
            f"conventions POST {slot}/refuse": {"reason": "Le montant a changé."},
            f"conventions POST {convention}/visits": plan,
            "conventions POST /visits/{visit_id}/reschedule": plan,
            "conventions POST /visits/{visit_id}/confirm": {"slots": slots, "participants_count": 4},
            "conventions POST /visits/{visit_id}/cancel": {},
            "conventions PUT /visits/{visit_id}/run-sheet": {"items": []},
            "conventions PUT /visits/{visit_id}/mission-orders/{agent}": {
                "reference": "OM 12",
                "dated": f"{YEAR}-03-02",
            },
        }


FILES = ("/signed-document", "/scan", "/deliberation/file")
"""Endings of the routes that take a file and no JSON."""


class _OrUnknown(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return UNKNOWN_ID


def exchange_request(org: str) -> Json:
    """What an organisation would like to learn."""
    period = {"from_day": f"{YEAR + 1}-01-04", "to_day": f"{YEAR + 1}-06-30"}
    return {"receiving_org": org, "wish": {"topics": ["gaspillage"], "people_to_train": 4, **period}}


async def world_in(club: Club) -> World:
    """Make all of it, over the public APIs."""
    org, other_org = await club.organisation(), await club.organisation()
    membership = await club.join(org)
    due_on = (utc_now() + timedelta(days=30)).date().isoformat()
    await club.directory.made(f"/memberships/{membership}/fees/{YEAR}/call", {"due_on": due_on})
    concerned = await club.person(org)
    held = (await club.directory.got(f"/people/{concerned.id}"))["held"]
    club_event = await club.club_event(kind="open_conference", capacity={"online": 50})
    registration = await club.register(concerned, club_event)
    guest = {"person_id": concerned.id, "org": org}
    invitation = await club.registration.made(f"/club-events/{club_event['id']}/invitations", guest)
    offer = await club.directory.made("/expertise-offers", {"org": org, **OFFER})
    conventions = club.caller("conventions", Role("staff"))
    request = await conventions.made_once_heard("/exchange-requests", exchange_request(org))
    speaker = club.caller("registration", person_id=concerned.id)
    testimony = await speaker.made("/testimonies", {"org": org, **TESTIMONY})
    need = await speaker.made("/needs", {"org": org, "title": "Organiser l’équipe de cuisine"})
    ids: dict[str, Any] = {
        "org": org,
        "person_id": concerned.id,
        "role_id": held[0]["id"],
        "membership_id": membership,
        "year": YEAR,
        "offer_id": offer["id"],
        "club_event_id": club_event["id"],
        "registration_id": registration["id"],
        "invitation_id": invitation["id"],
        "exchange_request_id": request["id"],
        "need_id": need["id"],
        "testimony_id": testimony["id"],
        "purpose": "photos",
        "fee_call_link": LinkSigner(club.essaim.settings.link_key.read_bytes()).sign(
            Purpose.FEE_CALL,
            str(FeeCallSubject(membership_id=UUID(membership), year=YEAR)),
            expires_at=utc_now() + timedelta(days=1),
        ),
    }
    return World(org, other_org, concerned, ids)
