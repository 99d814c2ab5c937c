"""Specifies what the mail catcher keeps, for how long, and how it is found."""

import asyncio
from pathlib import Path

from deploy.local.mailcatcher.store import CaughtMail, MailStore


def raw(number: int) -> bytes:
    return (
        f"Subject: =?utf-8?q?=C3=89t=C3=A9_{number}?=\r\nMessage-ID: <{number}@x>\r\n\r\nBonjour\r\n".encode()
    )


def add(store: MailStore, number: int, *recipients: str) -> CaughtMail:
    return store.add(
        raw(number), sender="club@x", recipients=recipients or ("a@x",), received_at_ns=number * 1000
    )


def test_mail_is_found_by_number_recipient_and_message_id() -> None:
    store = MailStore()
    first, second = add(store, 1, "A@x", "b@x"), add(store, 2, "b@x")
    assert store.get(1) is first
    assert list(store.sent_to("a@X")) == [first]
    assert list(store.sent_to("b@x")) == [first, second]
    assert list(store.with_message_id("<2@x>")) == [second]
    assert (first.subject, first.recipients, first.received_at_ns) == ("Été 1", ("A@x", "b@x"), 1000)


def test_oldest_leave_when_there_are_too_many() -> None:
    store = MailStore(max_mails=2)
    mails = [add(store, number) for number in (1, 2, 3)]
    assert list(store.all()) == mails[1:]
    assert list(store.sent_to("a@x")) == mails[1:]
    assert not store.with_message_id("<1@x>")


def test_oldest_leave_when_they_weigh_too_much() -> None:
    one = len(add(MailStore(), 1).raw)
    store = MailStore(max_bytes=2 * one)
    mails = [add(store, number) for number in (1, 2, 3)]
    assert list(store.all()) == mails[1:]


def test_numbers_go_on_after_all_is_forgotten() -> None:
    store = MailStore()
    add(store, 1)
    store.clear()
    assert not store.all()
    assert add(store, 2).number == 2


def test_mails_in_a_folder_are_there_at_the_next_start(tmp_path: Path) -> None:
    mails = [add(MailStore(tmp_path), 1, "a@x", "b@x"), add(MailStore(tmp_path), 2)]
    again = MailStore(tmp_path)
    assert list(again.all()) == mails
    assert add(again, 3).number == 3


def test_folder_forgets_what_memory_forgets(tmp_path: Path) -> None:
    store = MailStore(tmp_path, max_mails=2)
    for number in (1, 2, 3):
        add(store, number)
    assert len(list(tmp_path.iterdir())) == 2
    store.clear()
    assert not list(tmp_path.iterdir())


async def test_who_waits_is_woken_by_the_next_mail() -> None:
    store = MailStore()
    waiting = asyncio.create_task(store.next_arrival())
    await asyncio.wait({waiting}, timeout=0)
    assert not waiting.done()
    add(store, 1)
    await asyncio.wait_for(waiting, timeout=1)
