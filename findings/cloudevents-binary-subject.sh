#!/usr/bin/env bash
# cloudevents 10.0.0 (npm) and 2.2.0 (PyPI) read each other's subject wrongly in binary mode.
#
# Guess: the two SDKs of one project write an event into HTTP headers the same way: what is no plain ASCII sign, and %,
# percent-encoded (the HTTP binding of CloudEvents 1.0.2, 3.1.3.2), a Boolean as true or false (CloudEvents 1.0.2, 3.1).
# Seen: the one for Python encodes and decodes, and writes False. The one for JavaScript does neither: it takes the
# other's escapes for the text, so an accent is six signs, and sends a subject that holds escapes of its own as it is,
# which the one for Python then takes apart. At an œ, fetch refuses its headers. In structured mode all of it is right.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet cloudevents==2.2.0
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund cloudevents@10.0.0

cat >python.py <<'PY'
import json
import sys

from cloudevents.core.bindings.http import HTTPMessage, from_binary, to_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

GIVEN = {"id": "1", "source": "/visits", "type": "visit", "specversion": "1.0", "datacontenttype": "application/json"}

if sys.argv[1] == "write":
    event = CloudEvent({**GIVEN, "subject": sys.argv[2], "open": False}, {})
    print(json.dumps(to_binary(event, JSONFormat()).headers))
else:
    event = from_binary(HTTPMessage(json.load(sys.stdin), b"{}"), JSONFormat(), CloudEvent)
    print("JavaScript to Python:", event.get_subject())
PY
cat >javascript.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { CloudEvent, HTTP } from 'cloudevents'

const [what, subject] = process.argv.slice(2)
const event = new CloudEvent({ id: '1', source: '/visits', type: 'visit', subject, data: {} })
if (what === 'write') {
  console.log(JSON.stringify(HTTP.binary(event).headers))
} else if (what === 'read') {
  const { subject, open } = HTTP.toEvent({ headers: JSON.parse(readFileSync(0, 'utf8')), body: '{}' })
  console.log(`Python to JavaScript: ${subject}, open: ${open}`)
} else {
  try {
    new Headers(HTTP.binary(event).headers)
  } catch (error) {
    console.log(`headers of JavaScript: ${error.name}`)
  }
}
JS

{
    venv/bin/python python.py write 'Musée' | node javascript.mjs read
    node javascript.mjs write 'places/Saint%20Jean' | venv/bin/python python.py read
    node javascript.mjs send 'Sacré-Cœur'
} | tee seen.txt
diff seen.txt - <<'SEEN'
Python to JavaScript: Mus%C3%A9e, open: False
JavaScript to Python: places/Saint Jean
headers of JavaScript: TypeError
SEEN
