#!/usr/bin/env bash
# PyLD 3.3.0 turns a relative address in JSON-LD into one at example.org when it is told no base.
#
# Guess: without a base, a relative address stays as it is, as it does with jsonld 9.0.0, the same library for
# JavaScript, or it is an error: nobody has said where the document is from (JSON-LD 1.1, 4.1.3).
# Seen: `/visites/1` becomes an address at example.org, and an identifier in the page the same, in what is expanded,
# compacted and made into triples, without a word; an empty base gives it as well. The events of two sites that name
# theirs `#visite` become one thing. Only the base None leaves them alone; pass the address of the page as the base.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet pyld==3.3.0
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund jsonld@9.0.0

cat >event.json <<'JSON'
{
  "@context": { "@vocab": "https://schema.org/", "url": { "@type": "@id" } },
  "@id": "#visite",
  "@type": "Event",
  "url": "/visites/1"
}
JSON
cat >seen.py <<'PY'
import json

from pyld import jsonld

with open("event.json") as file:
    event = json.load(file)
BASES = {"no base": {}, "empty base": {"base": ""}, "base None": {"base": None}}
for name, base in {**BASES, "base": {"base": "https://club.test/agenda"}}.items():
    [expanded] = jsonld.expand(event, base)
    print(f"PyLD, {name}:", expanded["@id"], expanded["https://schema.org/url"][0]["@id"])
print("PyLD, compacted:", jsonld.compact(event, event["@context"])["url"])
print("PyLD, triples:", len(jsonld.to_rdf(event, {"format": "application/n-quads"}).splitlines()))
PY
cat >seen.mjs <<'JS'
import { readFileSync } from 'node:fs'
import jsonld from 'jsonld'

const event = JSON.parse(readFileSync('event.json', 'utf8'))
const [expanded] = await jsonld.expand(event)
console.log('jsonld, no base:', expanded['@id'], expanded['https://schema.org/url'][0]['@id'])
console.log('jsonld, triples:', (await jsonld.toRDF(event)).length)
JS

{ venv/bin/python seen.py; node seen.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
PyLD, no base: http://example.org/base/#visite http://example.org/visites/1
PyLD, empty base: http://example.org/base/#visite http://example.org/visites/1
PyLD, base None: #visite /visites/1
PyLD, base: https://club.test/agenda#visite https://club.test/visites/1
PyLD, compacted: http://example.org/visites/1
PyLD, triples: 2
jsonld, no base: #visite /visites/1
jsonld, triples: 0
SEEN
