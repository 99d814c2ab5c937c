#!/usr/bin/env bash
# fastapi 0.165.0 with pydantic 2.14.3 describes a body wrongly when a validator stands around its discriminated union.
#
# Guess: a union with a discriminator and a wrapping validator is described the same, whether it is the field of a
# model or the body of a route: a mapping from each tag to the name of its schema.
# Seen: pydantic alone gives that. As the body of a route, the union is described as one choice that is any of its
# members, and the mapping leads from each tag to a schema written out in place. OpenAPI has names there, text: what
# generates clients or requests from the document fails on it. Requests are read rightly. Behind a named alias
# (TypeAliasType), and said to be the body, the same union is described as it should be.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet fastapi==0.165.0 pydantic==2.14.3

cat >seen.py <<'PY'
from typing import Annotated, Literal

from fastapi import Body, FastAPI
from pydantic import BaseModel, Field, TypeAdapter, WrapValidator
from typing_extensions import TypeAliasType


class Commune(BaseModel):
    form: Literal["commune"]


class Region(BaseModel):
    form: Literal["region"]


def as_it_is(value, read):
    return read(value)


Union = Annotated[Commune | Region, Field(discriminator="form")]
Wrapped = Annotated[Union, WrapValidator(as_it_is)]
Named = Annotated[TypeAliasType("Union", Union), WrapValidator(as_it_is)]


def described(body):
    app = FastAPI()

    @app.post("/bodies")
    def take(taken: Annotated[body, Body()]) -> None:
        pass

    document = app.openapi()
    schema = document["paths"]["/bodies"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


for name, schema in {
    "pydantic alone": TypeAdapter(Wrapped).json_schema(),
    "body": described(Wrapped),
    "body, named": described(Named),
}.items():
    choices = ["ref" if "$ref" in one else sorted(one)[0] for one in schema["oneOf"]]
    mapping = {tag: type(leads).__name__ for tag, leads in schema["discriminator"]["mapping"].items()}
    print(f"{name}: one of {choices}, mapping {mapping}")
PY

venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
pydantic alone: one of ['ref', 'ref'], mapping {'commune': 'str', 'region': 'str'}
body: one of ['anyOf'], mapping {'commune': 'dict', 'region': 'dict'}
body, named: one of ['ref', 'ref'], mapping {'commune': 'str', 'region': 'str'}
SEEN
