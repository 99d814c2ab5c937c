#!/usr/bin/env bash
# schemathesis 4.32.5 makes no request for a field whose pattern names a class of Unicode, as pydantic 2.14.3 writes it.
#
# Guess: a pattern that pydantic checks and publishes, and that JSON Schema's dialect of regular expressions knows,
# is one that requests can be made up for; or else the field is made up without it.
# Seen: patterns are made up with Python's own `re`, which knows no \p{…}: the whole operation is given up with an
# error, where another way to write the same class works. Whoever holds an API to its description this way has to
# take such patterns out of what is tried, or write the class as ranges.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet schemathesis==4.32.5 pydantic==2.14.3

cat >seen.py <<'PY'
from typing import Annotated

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import BaseModel, Field


def published(pattern):
    class Organisation(BaseModel):
        name: Annotated[str, Field(pattern=pattern, min_length=1)]

    Organisation.model_validate({"name": "Saint-Rémy"})
    return Organisation.model_json_schema()


def requests_made_up(pattern):
    body = {"content": {"application/json": {"schema": published(pattern)}}, "required": True}
    paths = {"/organisations": {"post": {"requestBody": body, "responses": {"201": {"description": "made"}}}}}
    document = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
    schema = schemathesis.openapi.from_dict(document)
    made = []

    @settings(max_examples=5, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(schema["/organisations"]["POST"].as_strategy())
    def make(case):
        made.append(case.body)

    try:
        make()
    except schemathesis.errors.SchemathesisError as error:
        return type(error).__name__
    return "requests are made up" if made else "none"


print("no control character, as a class:", requests_made_up(r"^\P{Cc}*$"))
print("no control character, as ranges:", requests_made_up(r"^[^\x00-\x1f\x7f-\x9f]*$"))
PY

venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
no control character, as a class: UnsupportedRegexPattern
no control character, as ranges: requests are made up
SEEN
