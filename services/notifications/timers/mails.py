"""Owns what time brings: the sending of mails that are due, several at once, and the reminding of people.

It decides nothing of a mail's way (`EmailDelivery` does) and takes no event: mails lie in the queue already.
Killed while a mail is on its way, it leaves a lease that runs out: the mail is sent again with the same
Message-ID. Told to stop, it finishes what is in hand.
"""

import asyncio
import traceback
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.handlers.gatherings import remind
from services.notifications.ports.notices import MailComposer, Mailer, Outgoing, Reminders
from shared.clock import Clock
from shared.failpoints import Failpoint, reach
from shared.smtp import MailPutOff, MailRefused
from shared.storage.mongo import DriverError
from shared.storage.patience import until_available
from shared.telemetry import get_logger, story

REMINDERS_AT_ONCE = 100
POLL_SECONDS = 1.0
SEND_WITHIN_SECONDS = 20.0
TICK_OFF_WITHIN_SECONDS = 8.0
"""Together less than the lease: who is late has stopped before somebody else begins."""


class Postman:
    """Sends the mails of the queue, one at a time by each mailer."""

    def __init__(
        self, outgoing: Outgoing, composer: MailComposer, mailers: Sequence[Mailer], clock: Clock
    ) -> None:
        self._outgoing = outgoing
        self._composer = composer
        self._mailers = mailers
        self._clock = clock
        self._free: asyncio.Queue[Mailer] = asyncio.Queue()
        self._in_hand: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()

    async def watch(self) -> None:
        """Look at once whenever a mail is queued, until cancelled."""
        await self._outgoing.watch(self._woken.set)

    async def run(self) -> None:
        """Send until cancelled."""
        for mailer in self._mailers:
            self._free.put_nowait(mailer)
        try:
            while True:
                await self._send_next(await self._free.get())
        finally:
            await asyncio.gather(*self._in_hand)
            await asyncio.gather(*(mailer.close() for mailer in self._mailers))

    async def _send_next(self, mailer: Mailer) -> None:
        """Begin to send what is due, or wait for it."""
        self._woken.clear()
        delivery = await self._take()
        if delivery is None:
            self._free.put_nowait(mailer)
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._woken.wait()
            return
        with story(delivery.story):
            sending = asyncio.create_task(self._send(delivery, mailer))
        self._in_hand.add(sending)
        sending.add_done_callback(self._in_hand.discard)

    async def _take(self) -> EmailDelivery | None:
        try:
            return await self._outgoing.take_due(self._clock())
        except DriverError as error:
            get_logger().warning("mails wait for the database", error=str(error))
            return None

    async def _send(self, delivery: EmailDelivery, mailer: Mailer) -> None:
        try:
            await self._hand_over(delivery, mailer)
            async with asyncio.timeout(TICK_OFF_WITHIN_SECONDS):
                kept = await until_available(lambda: self._outgoing.record(delivery, at=self._clock()))
            if not kept:
                get_logger().warning("mail overtaken", delivery_id=str(delivery.id))
        except (DriverError, TimeoutError) as error:  # the lease runs out, and the mail is sent again
            get_logger().warning("mail not ticked off", delivery_id=str(delivery.id), error=repr(error))
        finally:
            self._free.put_nowait(mailer)

    async def _hand_over(self, delivery: EmailDelivery, mailer: Mailer) -> None:
        try:
            async with asyncio.timeout(SEND_WITHIN_SECONDS):
                contact, known = await until_available(partial(self._outgoing.addressed, delivery))
                if contact.is_erased or delivery.is_useless(self._clock()):
                    delivery.suppress()
                    return
                message = self._composer.compose(delivery, contact=contact, known=known)
                await mailer.send(message)
                reach(Failpoint.AFTER_MAIL)
        except MailRefused as error:
            delivery.refuse(reason=str(error))
        except (MailPutOff, TimeoutError) as error:
            delivery.put_off(self._clock(), reason=str(error) or "no answer in time")
        except DriverError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever failed, the mail is kept, and others go on
            # Where, and not what: the error itself may name the person.
            where = traceback.format_tb(error.__traceback__)
            get_logger().error("mail failed", delivery_id=str(delivery.id), where=where)
            delivery.put_off(self._clock(), reason=repr(error))
        else:
            delivery.mark_sent(self._clock())
            get_logger().info("mail sent", delivery_id=str(delivery.id))
            return
        get_logger().warning(
            "mail not sent", delivery_id=str(delivery.id), state=delivery.state, reason=delivery.last_failure
        )


async def remind_people(reminders: Reminders, clock: Clock) -> None:
    """Carry out some of the reminders that are due."""
    for reminder in await reminders.due(clock(), limit=REMINDERS_AT_ONCE):
        await reminders.carry_out(reminder, remind, at=clock())
