"""Checks the aggregate `ExpertiseOffer`: a draft for some, shown to all, paused and back, withdrawn."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.directory.domain.commands import offers as commands
from services.directory.domain.errors.offers import InvalidOffer, MembersOnly, OfferStateRefuses
from services.directory.domain.errors.rights import ReferentOrStaffOnly, SystemOnly
from services.directory.domain.know_how import KnowHow
from services.directory.domain.offer import ExpertiseOffer, OfferState
from shared.commands import SYSTEM
from shared.errors import DomainError
from shared.events import directory as facts
from shared.events.envelope import Payload
from tests.unit.directory.given import BARJAC, MANDUEL, NOW, STAFF, id_of, referent_of

ID = id_of("offer")
REFERENT = referent_of(MANDUEL)
KNOW_HOW = KnowHow(topics=("plastique",), summary="Sortir les barquettes.", half_days_per_year=6)
PROPOSAL = commands.ProposeOffer(actor=REFERENT, at=NOW, offer_id=ID, org=MANDUEL, content=KNOW_HOW)
PUBLISHING = commands.PublishOffer(actor=REFERENT, at=NOW, offer_id=ID)
PAUSING = commands.PauseOffer(actor=REFERENT, at=NOW, offer_id=ID)
WITHDRAWAL = commands.WithdrawOffer(actor=REFERENT, at=NOW, offer_id=ID)
END = commands.PauseOfferOfFormerMember(actor=SYSTEM, at=NOW, offer_id=ID)


def told(contract: type[facts.ExpertiseOfferFact], half_days: int = 6) -> facts.ExpertiseOfferFact:
    return contract(offer_id=ID, org=MANDUEL, topics=("plastique",), half_days_per_year=half_days)


def test_an_offer_is_shown_paused_shown_again_and_withdrawn() -> None:
    offer = ExpertiseOffer.propose(PROPOSAL)
    assert offer.publish(PUBLISHING, is_member=True) == (told(facts.ExpertiseOfferPublished),)
    assert offer.pause(PAUSING) == (told(facts.ExpertiseOfferPaused),)
    assert offer.publish(PUBLISHING, is_member=True) == (told(facts.ExpertiseOfferPublished),)
    assert offer.withdraw(WITHDRAWAL) == (told(facts.ExpertiseOfferWithdrawn),)
    with pytest.raises(OfferStateRefuses):
        offer.publish(PUBLISHING, is_member=True)


def test_what_is_shown_is_told_again_when_it_changes() -> None:
    offer = ExpertiseOffer.propose(PROPOSAL)
    revision = commands.ReviseOffer(
        actor=STAFF, at=NOW, offer_id=ID, content=replace(KNOW_HOW, half_days_per_year=8)
    )
    assert offer.revise(revision) == ()
    offer.publish(PUBLISHING, is_member=True)
    assert offer.revise(revision) == (told(facts.ExpertiseOfferPublished, 8),)


def test_a_draft_goes_in_silence() -> None:
    assert ExpertiseOffer.propose(PROPOSAL).withdraw(WITHDRAWAL) == ()


def test_only_members_show_their_know_how() -> None:
    offer = ExpertiseOffer.propose(PROPOSAL)
    with pytest.raises(MembersOnly):
        offer.publish(PUBLISHING, is_member=False)
    offer.publish(PUBLISHING, is_member=True)
    assert offer.pause_unless_member(END, is_member=True) == ()
    assert offer.pause_unless_member(END, is_member=False) == (told(facts.ExpertiseOfferPaused),)
    assert offer.pause_unless_member(END, is_member=False) == ()
    with pytest.raises(SystemOnly):
        offer.pause_unless_member(replace(END, actor=STAFF), is_member=False)


def test_an_organisation_speaks_of_its_own_know_how() -> None:
    with pytest.raises(ReferentOrStaffOnly):
        ExpertiseOffer.propose(replace(PROPOSAL, actor=referent_of(BARJAC)))
    with pytest.raises(ReferentOrStaffOnly):
        ExpertiseOffer.propose(PROPOSAL).withdraw(replace(WITHDRAWAL, actor=referent_of(BARJAC)))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"topics": ()}, "topics"),
        ({"topics": ("plastique", "licorne")}, "topics"),
        ({"summary": " \n"}, "summary"),
        ({"half_days_per_year": 0}, "half_days_per_year"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidOffer) as refusal:
        replace(KNOW_HOW, **change).checked()  # type: ignore[arg-type]  # one wrong value at a time
    assert refusal.value.facts["field"] == field


class OfferHistories(RuleBasedStateMachine):
    """Who follows the events knows what is shown, whatever happens."""

    def __init__(self) -> None:
        super().__init__()
        self.offer = ExpertiseOffer.propose(PROPOSAL)
        self.heard: Payload | None = None

    @rule(is_member=st.booleans())
    def publish(self, is_member: bool) -> None:
        self._try(lambda: self.offer.publish(PUBLISHING, is_member=is_member))

    @rule()
    def pause(self) -> None:
        self._try(lambda: self.offer.pause(PAUSING))

    @rule(is_member=st.booleans())
    def look(self, is_member: bool) -> None:
        self._try(lambda: self.offer.pause_unless_member(END, is_member=is_member))

    @rule(half_days=st.integers(-1, 9))
    def revise(self, half_days: int) -> None:
        content = replace(KNOW_HOW, half_days_per_year=half_days)
        command = commands.ReviseOffer(actor=REFERENT, at=NOW, offer_id=ID, content=content)
        self._try(lambda: self.offer.revise(command))

    @rule()
    def withdraw(self) -> None:
        self._try(lambda: self.offer.withdraw(WITHDRAWAL))

    @invariant()
    def what_was_heard_last_is_what_is_shown(self) -> None:
        shown = {
            OfferState.PUBLISHED: facts.ExpertiseOfferPublished,
            OfferState.PAUSED: facts.ExpertiseOfferPaused,
        }.get(self.offer.state)
        if shown is not None:
            assert self.heard == told(shown, self.offer.content.half_days_per_year)
        else:
            assert self.heard is None or isinstance(self.heard, facts.ExpertiseOfferWithdrawn)

    def _try(self, decide: Callable[[], tuple[Payload, ...]]) -> None:
        before = repr(self.offer)
        try:
            for event in decide():
                self.heard = event
        except DomainError:
            assert repr(self.offer) == before


OfferHistories.TestCase.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
TestOfferHistories = OfferHistories.TestCase
