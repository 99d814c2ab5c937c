"""Owns what the sample asks of conventions: exchanges, each led as far as it has come in the sample."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from deploy.local.sample.client import Json, Service, for_each
from deploy.local.sample.exchanges import EXCHANGES, SampleExchange, Stage

Ids = Mapping[str, UUID]
ReferentOf = Callable[[UUID], Service]
"""The service as the referent of an organisation reaches it."""


async def load_exchanges(conventions: Service, referent_of: ReferentOf, orgs: Ids, people: Ids) -> int:
    """Have the exchanges, as far as each is to be; how many there are."""
    known = {item["receiving_org"]: item for item in await conventions.all("/exchange-requests")}
    today = datetime.now(UTC).date()

    async def one(wanted: SampleExchange) -> None:
        step = _Step(conventions, referent_of, orgs, wanted, today)
        request = known.get(str(orgs[wanted.receiving])) or await step.ask()
        while request["state"] in STEPS and Stage[request["state"].upper()] < wanted.stage:
            request = await STEPS[request["state"]](step, request)
        if request["state"] == "under_convention":
            await step.have_it_signed(request["convention_id"], people)

    await for_each(EXCHANGES, one)
    return len(EXCHANGES)


class _Step:
    """The steps of one exchange, each the answer to the state before it."""

    def __init__(
        self,
        team: Service,
        referent_of: ReferentOf,
        orgs: Ids,
        wanted: SampleExchange,
        today: date,
    ) -> None:
        self._team, self._referent_of, self._orgs = team, referent_of, orgs
        self._wanted, self._wish, self._today = wanted, wanted.wish(today), today

    async def ask(self) -> Json:
        body = {"receiving_org": str(self._orgs[self._wanted.receiving]), "wish": self._wish}
        return await self._team.post("/exchange-requests", body, key=f"exchange {self._wanted.receiving}")

    async def qualify(self, request: Json) -> Json:
        path = f"/exchange-requests/{request['id']}"
        return await self._team.post(f"{path}/qualify", {"wish": self._wish}, key=f"qualify {request['id']}")

    async def propose(self, request: Json) -> Json:
        body = {"offering_org": str(self._orgs[self._wanted.offering]), "agreed_beforehand": True}
        path = f"/exchange-requests/{request['id']}/proposals"
        return await self._team.post(path, body, key=f"propose {request['id']}")

    async def accept(self, request: Json) -> Json:
        proposal = next(each for each in request["proposals"] if each["state"] == "open")
        path = f"/exchange-requests/{request['id']}/proposals/{proposal['id']}/accept"
        for name in (self._wanted.offering, self._wanted.receiving):
            org = self._orgs[name]
            key = f"accept {proposal['id']} {org}"
            request = await self._referent_of(org).post(path, {"org": str(org)}, key=key)
        return request

    async def draft(self, request: Json) -> Json:
        body = {"exchange_request_id": request["id"]}
        drafted = await self._team.post("/conventions", body, key=f"draft {request['id']}")
        return {**request, "state": "under_convention", "convention_id": drafted["id"]}

    async def have_it_signed(self, convention_id: str, people: Ids) -> None:
        """Have the convention written, read and approved, and ask for its signatures."""
        path = f"/conventions/{convention_id}"
        convention = await self._team.get(path)
        if convention["state"] == "draft":
            text = self._wanted.text(convention, self._today)
            await self._team.put(f"{path}/text", text, key=f"text {convention_id}")
            convention = await self._team.post(f"{path}/review", {}, key=f"review {convention_id}")
        if convention["state"] == "in_review":
            for name in (self._wanted.offering, self._wanted.receiving):
                org = self._orgs[name]
                body = {"org": str(org), "version": convention["deed"]["version"]}
                key = f"approve {convention_id} {org}"
                convention = await self._referent_of(org).post(f"{path}/approve", body, key=key)
        if convention["state"] == "finalised":
            body = self._wanted.signing(self._orgs, people)
            await self._team.post(f"{path}/signing", body, key=f"signing {convention_id}")


STEPS = {
    "submitted": _Step.qualify,
    "qualified": _Step.propose,
    "proposed": _Step.accept,
    "matched": _Step.draft,
}
"""What comes after each state."""
