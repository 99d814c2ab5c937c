"""Names and addresses of people stay inside: what partners can reach carries ids alone."""

from tests.running.club import Club
from tests.running.partner import listening


async def test_whoever_listens_to_all_events_reads_no_name_and_no_address(club: Club) -> None:
    async with listening(club.essaim.addresses["rabbitmq"]) as partner:
        camille = await club.person(await club.member())
        identity = {"given_name": "Camille", "family_name": camille.name, "email": f"x-{camille.email}"}
        await club.directory.send("PUT", f"/people/{camille.id}", json=identity)
        workshop = await club.club_event()
        registered = await club.register(camille, workshop)
        caller = club.caller("registration", person_id=camille.id)
        await caller.made(f"/club-events/{workshop['id']}/registrations/{registered['id']}/cancel")
        await partner.wait_for(registered["id"], 2)
        told = await partner.wait_for(camille.id, 1)
    everything = b"\n".join(message.body for message in partner.messages).decode()
    assert camille.id in everything
    assert camille.name not in everything
    assert "Camille" not in everything
    assert "@" not in everything
    assert {event["type"] for event in told} == {"directory.PostStarted.v1"}


async def test_contact_data_travels_on_the_internal_exchange_alone(club: Club) -> None:
    async with listening(club.essaim.addresses["rabbitmq"], exchange="events.personal") as inside:
        camille = await club.person(await club.organisation())
        told = await inside.wait_for(camille.id, 2)
    assert [event["type"] for event in told] == ["directory.PersonInvited.v1", "directory.PersonActivated.v1"]
    assert all(event["data"]["email"] == camille.email for event in told)
    assert {event["type"].split(".")[1][:6] for event in inside.events} == {"Person"}
