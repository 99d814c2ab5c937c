"""Owns the form of what members have given to others, its keeping, and the finding of who could help.

    past_answers: {_id: UUID, org: UUID, form: "testimony", topics: ["plastique"], title: "…",
        given_at: ISODate, given: true}

Named after what it was: a testimony, a gathering, an exchange; the same told twice is one. An exchange that
has not come to its end is kept with `given: false`. Index `on_topics` finds the latest on some topics.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from pymongo import ASCENDING, DESCENDING, IndexModel, ReplaceOne, UpdateOne

from services.registration.domain.past_answers import AnswerForm, PastAnswer, Suggestion, suggestions
from services.registration.repository.copies import to_organisation
from services.registration.repository.documents import MEMBERSHIPS, ORGANISATIONS
from shared.storage.mongo import Database, Document
from shared.storage.unit_of_work import UnitOfWork

PAST_ANSWERS = "past_answers"
PAST_ANSWER_INDEXES = (
    IndexModel(
        [("topics", ASCENDING), ("given_at", DESCENDING)],
        name="on_topics",
        partialFilterExpression={"given": True},
    ),
)
LOOKED_AT = 500
"""The latest answers, among which members are suggested: older ones tell less of who can help today."""


class MongoPastAnswers:
    """What members have given, within one unit of work."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def keep(self, answer: PastAnswer) -> None:
        """Stage what was given."""
        self._write(answer, given=True)

    def expect(self, answer: PastAnswer) -> None:
        """Stage what is to be given."""
        self._write(answer, given=False)

    async def is_expected(self, answer_id: UUID) -> bool:
        """Whether it is known who is to give, or has given."""
        found = await self._work.database[PAST_ANSWERS].find_one({"_id": answer_id}, {"_id": 1})
        return found is not None

    def confirm(self, answer_id: UUID, *, at: datetime) -> None:
        """Stage that what was expected was given."""
        given = {"$set": {"given": True, "given_at": at}}
        self._work.write(PAST_ANSWERS, UpdateOne({"_id": answer_id}, given))

    def _write(self, answer: PastAnswer, *, given: bool) -> None:
        document = {
            "_id": answer.id,
            "org": answer.org,
            "form": answer.form.value,
            "topics": list(answer.topics),
            "title": answer.title,
            "given_at": answer.given_at,
            "given": given,
        }
        self._work.write(PAST_ANSWERS, ReplaceOne({"_id": answer.id}, document, upsert=True))


class MongoSuggestionQueries:
    """Who could help with some topics. Never read by a decision."""

    def __init__(self, database: Database) -> None:
        self._answers = database[PAST_ANSWERS]
        self._organisations = database[ORGANISATIONS]
        self._memberships = database[MEMBERSHIPS]

    async def members_with_answers(
        self, topics: Sequence[str], *, but: Collection[UUID], on: date
    ) -> Sequence[Suggestion]:
        """The members of this day who have given something on these topics, but for some; the best first."""
        wanted = {"topics": {"$in": list(topics)}, "org": {"$nin": list(but)}, "given": True}
        found = self._answers.find(wanted, sort=[("given_at", DESCENDING)], limit=LOOKED_AT)
        answers = [_to_answer(document) async for document in found]
        among = {"$in": list({answer.org for answer in answers})}
        memberships = {one["org"]: one async for one in self._memberships.find({"org": among})}
        organisations = [
            to_organisation(one, memberships.get(one["_id"]))
            async for one in self._organisations.find({"_id": among})
        ]
        members = [one for one in organisations if one.is_member(on=on)]
        return suggestions(topics, answers, members)


def _to_answer(document: Document) -> PastAnswer:
    return PastAnswer(
        id=document["_id"],
        org=document["org"],
        form=AnswerForm(document["form"]),
        topics=tuple(document["topics"]),
        title=document["title"],
        given_at=document["given_at"],
    )
