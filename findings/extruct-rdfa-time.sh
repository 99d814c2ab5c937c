#!/usr/bin/env bash
# extruct 0.18.0 gives the words of a <time> in RDFa, not its date, and no JSON-LD whose type has a parameter.
#
# Guess: the date of an event is the `datetime` that its <time> carries (HTML+RDFa 1.1, 3.1; in microdata too), and a
# script is JSON-LD by its media type, to which JSON-LD 1.1 itself gives a parameter, the profile.
# Seen: in microdata the date is read, in RDFa the words between the tags are, which here name no year; a `content`
# beside the `datetime` is read. A script that names its profile is passed over without a word. Whoever wants to be
# read by others writes JSON-LD with the bare type, or `content` in RDFa.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet extruct==0.18.0

cat >seen.py <<'PY'
import extruct

DATE = "2027-03-12T09:30+01:00"
START = "https://schema.org/startDate"


def found(body, syntax):
    page = f'<!doctype html><html lang="fr"><head><title>Agenda</title></head><body>{body}</body></html>'
    return extruct.extract(page, base_url="https://example.org/", syntaxes=[syntax])[syntax]


def rdfa(time):
    items = found(f'<div vocab="https://schema.org/" typeof="Event">{time}</div>', "rdfa")
    return [value["@value"] for item in items for value in item.get(START, [])]


time = f'<time itemprop="startDate" datetime="{DATE}">12 mars</time>'
[event] = found(f'<div itemscope itemtype="https://schema.org/Event">{time}</div>', "microdata")
print("microdata:", event["properties"]["startDate"])
print("RDFa:", *rdfa(f'<time property="startDate" datetime="{DATE}">12 mars</time>'))
print("RDFa, content:", *rdfa(f'<time property="startDate" datetime="{DATE}" content="{DATE}">12 mars</time>'))
for parameter in ("", ';profile="http://www.w3.org/ns/json-ld#compacted"'):
    script = f"<script type='application/ld+json{parameter}'>" + '{"@type": "Event"}</script>'
    print(f"JSON-LD, type{parameter}:", len(found(script, "json-ld")))
PY
venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
microdata: 2027-03-12T09:30+01:00
RDFa: 12 mars
RDFa, content: 2027-03-12T09:30+01:00
JSON-LD, type: 1
JSON-LD, type;profile="http://www.w3.org/ns/json-ld#compacted": 0
SEEN
