#!/usr/bin/env bash
# @asyncapi/diff 0.5.0 calls no change inside a message's payload breaking.
#
# Guess: the library says that it points out breaking changes between two AsyncAPI documents, so a property that
# becomes required, disappears or changes its type is `breaking`, and a new optional one `nonBreaking`.
# Seen: whatever happens below `payload` is `unclassified`; a check that fails on `breaking()` passes on all of it.
# It sees a channel that disappears. Compare the JSON schemas of the payloads by a tool made for them.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @asyncapi/diff@0.5.0

cat >seen.mjs <<'JS'
import { diff } from '@asyncapi/diff'

const contract = ({ properties, required = [] }) => ({
  asyncapi: '3.0.0',
  info: { title: 'Visits', version: '1.0.0' },
  channels: {
    visits: {
      address: 'visits',
      messages: { VisitScheduled: { payload: { type: 'object', required, properties } } },
    },
  },
})
const text = { type: 'string' }
const before = contract({ properties: { id: text, note: text }, required: ['id'] })
const changes = {
  'a property becomes required': contract({ properties: { id: text, note: text }, required: ['id', 'note'] }),
  'a property disappears': contract({ properties: { id: text }, required: ['id'] }),
  'a property changes its type': contract({
    properties: { id: { type: 'integer' }, note: text },
    required: ['id'],
  }),
  'an optional property is new': contract({
    properties: { id: text, note: text, place: text },
    required: ['id'],
  }),
  'the channel disappears': { ...before, channels: {} },
}
for (const [name, after] of Object.entries(changes)) {
  const found = diff(before, after)
  const counted = [found.breaking(), found.nonBreaking(), found.unclassified()].map((each) => each.length)
  console.log(`${name}: breaking ${counted[0]}, nonBreaking ${counted[1]}, unclassified ${counted[2]}`)
}
JS

node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
a property becomes required: breaking 0, nonBreaking 0, unclassified 1
a property disappears: breaking 0, nonBreaking 0, unclassified 1
a property changes its type: breaking 0, nonBreaking 0, unclassified 1
an optional property is new: breaking 0, nonBreaking 0, unclassified 1
the channel disappears: breaking 1, nonBreaking 0, unclassified 0
SEEN
