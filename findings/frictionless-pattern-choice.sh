#!/usr/bin/env bash
# frictionless 5.21.0 finds a value valid that merely begins as one of the choices of its pattern.
#
# Guess: a `pattern` of Table Schema is for the whole value, as a pattern of XML Schema is, whose syntax is recommended
# for it: where départements 69, 2A and 2B are allowed, 69123 is refused.
# Seen: the library puts ^ before the pattern and $ behind it, and beside a | the $ belongs to the last choice alone: a
# value that begins as any other one is valid, with whatever follows. The same choices between brackets are for the
# whole value. Whoever publishes a schema for the files of public bodies puts brackets around choices.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet frictionless==5.21.0 lxml==6.1.3

cat >seen.py <<'PY'
from frictionless import Resource, Schema, validate
from lxml import etree

XSD = """<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="code"><simpleType>
<restriction base="string"><pattern value="{}"/></restriction></simpleType></element></schema>"""


def by_table_schema(pattern, value):
    field = {"name": "code", "type": "string", "constraints": {"pattern": pattern}}
    rows = Resource(data=[["code"], [value]], schema=Schema.from_descriptor({"fields": [field]}))
    return validate(rows).valid


def by_xml_schema(pattern, value):
    element = etree.Element("code")
    element.text = value
    return etree.XMLSchema(etree.XML(XSD.format(pattern))).validate(element)


for pattern in ("69|2A|2B", "(69|2A|2B)"):
    for value in ("2A", "69123", "2A004", "2B033"):
        found = [check(pattern, value) for check in (by_table_schema, by_xml_schema)]
        print(f"{pattern}, {value}: frictionless {found[0]}, XML Schema {found[1]}")
PY

venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
69|2A|2B, 2A: frictionless True, XML Schema True
69|2A|2B, 69123: frictionless True, XML Schema False
69|2A|2B, 2A004: frictionless True, XML Schema False
69|2A|2B, 2B033: frictionless False, XML Schema False
(69|2A|2B), 2A: frictionless True, XML Schema True
(69|2A|2B), 69123: frictionless False, XML Schema False
(69|2A|2B), 2A004: frictionless False, XML Schema False
(69|2A|2B), 2B033: frictionless False, XML Schema False
SEEN
