"""Owns a story between two organisations, told over the public API of conventions. Decides nothing of it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import httpx

from services.conventions.domain.authority import FACILITATOR
from shared.clock import utc_now
from shared.commands import Role
from shared.ids import new_id
from shared.security.links import LinkSigner, Purpose
from shared.security.signature_links import DocumentSubject, SignatureSubject
from tests.fakes.signing_tool import SigningTool
from tests.running.callers import Caller, Json
from tests.running.club import YEAR, Club, Somebody, mandate, post
from tests.running.requests import World, exchange_request

SIGNS = {"power": "deliberation", "power_reference": "D 2027-12", "power_dated": f"{YEAR}-03-02"}


@dataclass
class Exchange:
    """Two organisations, who speaks and who signs for each, and their convention."""

    club: Club
    offering: str
    receiving: str
    signatories: dict[str, Somebody]
    request: Json
    convention: Json

    @property
    def staff(self) -> Caller:
        """The team."""
        return self.club.caller("conventions", Role("staff"))

    def referent(self, org: str) -> Caller:
        """Who speaks for an organisation."""
        return (
            self.staff
            if org == str(FACILITATOR)
            else self.club.caller("conventions", Role("referent", _id(org)))
        )

    def signatory(self, org: str) -> Caller:
        """Who signs for a party."""
        return self.club.caller("conventions", person_id=self.signatories[org].id)

    @property
    def parties(self) -> tuple[str, str, str]:
        """Everybody who signs."""
        return self.offering, self.receiving, str(FACILITATOR)

    def path(self, *parts: str) -> str:
        """A path under the convention."""
        return "/".join(("/conventions", self.convention["id"], *parts))

    async def finalise(self, *, ends_on: str = f"{YEAR + 2}-08-31") -> None:
        """Write the text, have it read and approved by everybody: the document is frozen."""
        await self.staff.put(self.path("text"), self._text(ends_on))
        reviewed = await self.staff.made(self.path("review"), {})
        for org in self.parties:
            body = {"org": org, "version": reviewed["deed"]["version"]}
            self.convention = await self.referent(org).made(self.path("approve"), body)

    async def open_signing(self) -> None:
        """Ask the three parties to sign."""
        signatories = [
            {"person_id": self.signatories[org].id, "org": org, "capacity": "Maire", **SIGNS}
            for org in self.parties
        ]
        self.convention = await self.staff.made(self.path("signing"), {"signatories": signatories})

    async def document(self) -> bytes:
        """The document as it stands."""
        return (await self.staff.send("GET", self.path("document"))).raise_for_status().content

    async def signed_elsewhere(self, org: str) -> bytes:
        """The document, signed with a tool and a certificate of the signatory's own."""
        return await SigningTool(self.signatories[org].name).sign(await self.document())

    def _text(self, ends_on: str) -> Json:
        usual = {"address": "1 place de la Mairie", "represented_by": "Camille Martin", "capacity": "Maire"}
        usual |= {"acting_under": "délibération n° 12 du 2 mars 2027", "registration_number": "W301000000"}
        parties = [{**party, **usual} for party in self.convention["parties"]]
        return {
            "legal_form": "partnership",
            "parties": parties,
            "terms": TERMS | {"duration": {"effect_on": f"{YEAR}-01-01", "ends_on": ends_on}},
        }


TERMS: Json = {
    "title": "Organisation des équipes en cuisine",
    "topics": ["equipes_cuisine"],
    "expected_results": "Des menus faits maison trois jours sur quatre.",
    "place_of_signature": "Manduel",
    "agents": [{"name": "Cheffe", "post": "Cuisine centrale", "status": "titulaire"}],
    "practice": {
        "places": "Cuisine centrale",
        "half_day_quota": 4,
        "agents_per_visit_max": 2,
        "calendar": "De septembre à juin.",
        "contact_person": "Direction de la restauration",
    },
    "money": {"expenses_paid_by": "la collectivité bénéficiaire"},
}


async def matched(club: Club, *, receiving: str = "", signatory: Somebody | None = None) -> Exchange:
    """Two members that want an exchange, and the draft of their convention.

    The receiving one is a new member with a mayor of its own, unless another is named with who signs for it.
    """
    offering, receiving = await club.member(), receiving or await club.member()
    team = await club.person(offering)
    signatories = {offering: await club.person(offering, mandate(offering))}
    signatories[receiving] = signatory or await club.person(receiving, mandate(receiving))
    staff = club.caller("conventions", Role("staff"))
    request = await staff.made_once_heard("/exchange-requests", exchange_request(receiving))
    path = f"/exchange-requests/{request['id']}"
    wish = exchange_request(receiving)["wish"] | {"expected_results": "Moins de restes."}
    await staff.made(f"{path}/qualify", {"wish": wish})
    proposed = await staff.made_once_heard(
        f"{path}/proposals", {"offering_org": offering, "agreed_beforehand": True}
    )
    proposal = f"{path}/proposals/{proposed['proposals'][0]['id']}/accept"
    for org in (offering, receiving):
        await club.caller("conventions", Role("referent", _id(org))).made(proposal, {"org": org})
    drafted = await staff.made(
        "/conventions", {"exchange_request_id": request["id"], "facilitator_signs": True}
    )
    everybody = signatories | {str(FACILITATOR): team}
    return Exchange(club, offering, receiving, everybody, proposed, drafted)


async def with_a_convention(club: Club, world: World) -> World:
    """The same world with a convention that is being signed, whose organisation receives.

    Who is concerned signs it, and comes as an agent of the other side.
    """
    exchange = await matched(club, receiving=world.org, signatory=world.concerned)
    await club.directory.made(f"/people/{world.concerned.id}/roles", post(exchange.offering))
    await exchange.finalise()
    await exchange.open_signing()
    slots = [{"date": f"{YEAR + 1}-03-18", "half": "morning", "agents": [world.concerned.id]}]
    plan = {"slots": slots, "place": {"label": "Cuisine centrale"}}
    visit = await exchange.staff.made_once_heard(exchange.path("visits"), plan)
    links = LinkSigner(club.essaim.settings.link_key.read_bytes())
    document = DocumentSubject(convention_id=_id(exchange.convention["id"]))
    signature = SignatureSubject(
        document=document,
        org=_id(world.org),
        person_id=_id(world.concerned.id),
        text_id=_id((await exchange.staff.got(exchange.path()))["deed"]["text_id"]),
        renewal=0,
    )
    until = utc_now() + timedelta(days=1)
    ids = {
        "exchange_request_id": exchange.request["id"],
        "proposal_id": exchange.request["proposals"][0]["id"],
        "convention_id": exchange.convention["id"],
        "visit_id": visit["id"],
        "agent": world.concerned.id,
        "signature_link": links.sign(Purpose.SIGNATURE, str(signature), expires_at=until),
        "document_link": links.sign(Purpose.SIGNED_DOCUMENT, str(document), expires_at=until),
    }
    return replace(world, ids={**world.ids, **ids})


async def uploaded(caller: Caller, path: str, content: bytes) -> httpx.Response:
    """A file that is given, its answer whatever it is."""
    headers = {
        "Authorization": f"Bearer {caller.token}",
        "Idempotency-Key": str(new_id()),
        "Content-Type": "application/pdf",
    }
    return await caller.client.put(path, content=content, headers=headers)


def _id(org: str) -> UUID:
    return UUID(org)
