#!/usr/bin/env bash
# cloudevents-pydantic 0.2.0 reads no event that has an extension attribute, and writes events that cloudevents 2.2.0
# does not read.
#
# Guess: an implementation of CloudEvents 1.0 takes the attributes that others add, as producers may (extension context
# attributes: traceparent, partitionkey), or leaves them aside; what it writes of the eight it knows, the SDK reads.
# Seen: one name more and the whole event is a ValidationError, until a class of one's own names it. An event without a
# schema is written with `"dataschema":null`, which the JSON format allows; the SDK for Python refuses null. A time
# without a zone goes out as it came, and is refused as well. Whoever sends events leaves out what is null and adds no
# attribute that the receivers were not told of; whoever receives them allows extra fields.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv peer
peer/bin/pip install --quiet cloudevents-pydantic==0.2.0
python3 -m venv sdk
sdk/bin/pip install --quiet cloudevents==2.2.0

cat >peer.py <<'PY'
import json

from cloudevents_pydantic.bindings.http import HTTPHandler
from cloudevents_pydantic.events import CloudEvent

BARE = {"specversion": "1.0", "id": "1", "source": "/visits", "type": "visit", "subject": "12", "data": {}}
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
for name, more in {"bare": {}, "partitionkey": {"partitionkey": "12"}, "traceparent": {"traceparent": TRACE}}.items():
    try:
        read = HTTPHandler().from_json(json.dumps(BARE | more)).subject
    except ValueError as error:
        read = type(error).__name__
    print(f"cloudevents-pydantic reads, {name}: {read}")
for name, time in {"a zone": "2027-03-12T08:30:00Z", "no zone": "2027-03-12T09:30:00"}.items():
    with open(f"{name}.json", "w") as file:
        file.write(HTTPHandler().to_json(CloudEvent(**BARE, time=time)).body)
PY
cat >sdk.py <<'PY'
import json

from cloudevents.core.bindings.http import HTTPMessage, from_structured
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

TYPE = {"content-type": "application/cloudevents+json"}
for name in ("a zone", "no zone"):
    with open(f"{name}.json") as file:
        written = json.load(file)
    present = {key: value for key, value in written.items() if value is not None}
    for how, event in {"as written": written, "without null": present}.items():
        try:
            read = from_structured(HTTPMessage(TYPE, json.dumps(event).encode()), JSONFormat(), CloudEvent).get_time()
        except CloudEventValidationError as error:
            read = f"refused for {', '.join(error.errors)}"
        print(f"cloudevents reads, {name}, {how}: {read}")
PY

{ peer/bin/python peer.py; sdk/bin/python sdk.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
cloudevents-pydantic reads, bare: 12
cloudevents-pydantic reads, partitionkey: ValidationError
cloudevents-pydantic reads, traceparent: ValidationError
cloudevents reads, a zone, as written: refused for datacontenttype, dataschema
cloudevents reads, a zone, without null: 2027-03-12 08:30:00+00:00
cloudevents reads, no zone, as written: refused for time, datacontenttype, dataschema
cloudevents reads, no zone, without null: refused for time
SEEN
