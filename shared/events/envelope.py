"""Owns the form of every domain event: CloudEvents 1.0 in structured JSON. Knows no event in particular.

The same bytes travel on the broker, lie in the outbox and are read by partners
(https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md).
"""

from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any, ClassVar, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SerializeAsAny, ValidationError
from pydantic_core import from_json

CONTENT_TYPE = "application/cloudevents+json"

PERSONAL = "personal data"
"""Marks the fields of a payload that say who somebody is or how to reach them: `Annotated[str, PERSONAL]`."""


class Payload(BaseModel):
    """What one kind of event says: its `data`. Unknown fields are accepted, so that a contract can grow.

    A subclass is named after the past fact and lives in the module of the service that owns it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    aggregate: ClassVar[str]
    """The kind of thing it is about: the first half of `subject`."""
    partner: ClassVar[bool] = False
    """Whether partner systems may see it."""
    personal_data: ClassVar[bool] = False
    """Whether it carries names or addresses: it then travels on the internal exchange alone."""
    major: ClassVar[int] = 1

    @classmethod
    def owner(cls) -> str:
        """The service that publishes it, which is the name of its module."""
        return cls.__module__.rsplit(".", 1)[-1]

    @classmethod
    def type(cls) -> str:
        """The CloudEvents type, which is also the routing key: `registration.RegistrationConfirmed.v1`."""
        return f"{cls.owner()}.{cls.__name__}.v{cls.major}"

    @classmethod
    def dataschema(cls) -> str:
        """The name of the published JSON Schema of `data`."""
        return f"urn:essaim:schema:{cls.type()}"


P = TypeVar("P", bound=Payload)
P_co = TypeVar("P_co", bound=Payload, covariant=True)


class UndecodableEvent(ValueError):
    """The bytes are not an event that this subscription can read; the message says why."""


class Envelope(BaseModel, Generic[P_co]):
    """One fact, as it travels. `sequence` is its position in the history of `subject`, from 1, no gaps."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = Field(default="1.0", description="Version of CloudEvents.")
    id: UUID = Field(description="Unique; consumers drop duplicates with it.")
    source: str = Field(description="The owning service.")
    type: str = Field(description="`<service>.<PastTenseName>.v<major>`; also the routing key.")
    time: AwareDatetime = Field(description="UTC instant of the fact.")
    subject: str = Field(pattern=r"^[a-z_]+/.+$", description="`<aggregate>/<id>`.")
    sequence: int = Field(ge=1, description="Position in the aggregate's history, from 1, no gaps.")
    correlationid: str = Field(description="The same along one story, across services.")
    causationid: str | None = Field(default=None, description="The event that led to this one.")
    actor: str = Field(pattern=r"^(person:.+|system|partner:.+)$", description="Who did it.")
    datacontenttype: Literal["application/json"] = Field(
        default="application/json", description="Form of `data`."
    )
    dataschema: str = Field(description="Names the published JSON Schema of `data`.")
    data: SerializeAsAny[P_co] = Field(description="What happened: the payload that `type` names.")

    @property
    def acting_person(self) -> UUID | None:
        """The person who did it, where it was one."""
        kind, _, actor_id = self.actor.partition(":")
        return UUID(actor_id) if kind == "person" else None

    def to_bytes(self) -> bytes:
        """The JSON that travels; `parse` reads it back unchanged. An absent cause is left out, not null."""
        absent = {"causationid"} if self.causationid is None else None
        return self.model_dump_json(exclude=absent).encode()


Contracts = Mapping[str, type[Payload]]
"""Event type → its payload class."""


def contracts_of(module: ModuleType) -> tuple[type[Payload], ...]:
    """Every contract that a service's module publishes, in the order of their definition.

    A class whose name ends in `Fact` is what several contracts have in common, not a contract.
    """
    return tuple(
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Payload)
        and value.__module__ == module.__name__
        and not value.__name__.endswith("Fact")
    )


def by_type(contracts: Iterable[type[P]]) -> dict[str, type[P]]:
    """Event type → payload class, as `parse` wants it."""
    return {contract.type(): contract for contract in contracts}


def parse(body: bytes, contracts: Contracts) -> Envelope[Any]:
    """Read one event from its bytes.

    Raises:
        UndecodableEvent: not JSON, not an envelope, a type not among `contracts`, or data that breaks it.
    """
    try:
        document = from_json(body)
    except ValueError as error:
        raise UndecodableEvent(f"not JSON: {error}") from error
    if not isinstance(document, dict):
        raise UndecodableEvent("not a JSON object")
    contract = contracts.get(str(document.get("type")))
    if contract is None:
        raise UndecodableEvent(f"unexpected type: {document.get('type')!r}")
    try:
        return Envelope[contract].model_validate(document)  # type: ignore[valid-type]  # chosen by the message
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UndecodableEvent(f"{contract.type()}: {where}: {first['msg']}") from error
