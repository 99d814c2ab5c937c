"""Owns what the sample asks of the directory: organisations, people with roles, memberships, know-how."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from deploy.local.sample.client import Json, Service, for_each
from deploy.local.sample.know_how import OFFERS, SampleOffer
from deploy.local.sample.organisations import SampleOrganisation, Standing, sample_organisations
from deploy.local.sample.people import SamplePerson, sample_people

Ids = Mapping[str, UUID]


async def load_organisations(directory: Service) -> Ids:
    """Have the organisations in the directory; their ids by name."""
    known = {item["siren"]: item for item in await directory.all("/organisations")}

    async def one(wanted: SampleOrganisation) -> tuple[str, UUID]:
        made = known.get(wanted.siren) or await directory.post(
            "/organisations", {"territory": wanted.territory}, key=f"organisation {wanted.siren}"
        )
        return wanted.name, UUID(made["id"])

    return dict(await for_each(sample_organisations(), one))


async def load_people(directory: Service, orgs: Ids) -> Ids:
    """Have the people in the directory, active, with all their roles; their ids by address."""
    known = {item["email"]: item for item in await directory.all("/people")}

    async def one(wanted: SamplePerson) -> tuple[str, UUID]:
        person = known.get(wanted.email) or await _invite(directory, wanted, orgs)
        if person["state"] == "invited":
            await directory.post(f"/people/{person['id']}/activate", key=f"activation {person['id']}")
        held = {(role["role"], role["org"]) for role in person["held"]}
        for role in wanted.roles:
            org = orgs[role.organisation]
            if (role.name, str(org)) not in held:
                key = f"role {person['id']} {role.name} {org}"
                await directory.post(f"/people/{person['id']}/roles", role.body(orgs), key=key)
        return wanted.email, UUID(person["id"])

    return dict(await for_each(sample_people(), one))


async def _invite(directory: Service, wanted: SamplePerson, orgs: Ids) -> Json:
    body = {
        "given_name": wanted.given_name,
        "family_name": wanted.family_name,
        "email": wanted.email,
        "first_role": wanted.roles[0].body(orgs),
    }
    return await directory.post("/people", body, key=f"person {wanted.email}")


async def load_memberships(directory: Service, orgs: Ids) -> int:
    """Have the members and applicants ask to join, and accept the members; how many there are."""
    known = {item["org"]: item for item in await directory.all("/memberships")}
    year = datetime.now(UTC).year

    async def one(wanted: SampleOrganisation) -> None:
        org = str(orgs[wanted.name])
        membership = known.get(org) or await directory.post(
            "/memberships", {"org": org, "year": year}, key=f"membership {org}"
        )
        if membership["state"] == "applied" and wanted.standing is Standing.MEMBER:
            await directory.post(f"/memberships/{membership['id']}/activate", key=f"acceptance {org}")

    wanted = [one for one in sample_organisations() if one.standing is not Standing.STRANGER]
    await for_each(wanted, one)
    return len(wanted)


async def load_offers(directory: Service, orgs: Ids) -> int:
    """Have members show what they know; how many offers there are."""
    known = {(item["org"], item["summary"]): item for item in await directory.all("/expertise-offers")}

    async def one(wanted: SampleOffer) -> None:
        org = str(orgs[wanted.organisation])
        said = {
            "org": org,
            "topics": list(wanted.topics),
            "summary": wanted.summary,
            "half_days_per_year": wanted.half_days_per_year,
        }
        offer = known.get((org, wanted.summary)) or await directory.post(
            "/expertise-offers", said, key=f"offer {org} {wanted.topics[0]}"
        )
        if offer["state"] == "draft":
            await directory.post(f"/expertise-offers/{offer['id']}/publish", key=f"publication {offer['id']}")

    await for_each(OFFERS, one)
    return len(OFFERS)
