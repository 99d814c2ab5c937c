#!/usr/bin/env bash
# @asyncapi/modelina 5.10.1 makes no model of the messages of an AsyncAPI document that has channels and no operations.
#
# Guess: the generator makes a model of each payload of a message, as its page says, and AsyncAPI 3.0 leaves operations
# out where a document only says which events there are: what others do with them is theirs to say.
# Seen: with a channel and no operation there is no model and no word about it, though @asyncapi/parser 3.6.3 finds the
# document valid and counts its message; the same message in the components is passed over as well. Without the channel
# the components do give a model; with one operation on the channel, so does the channel. Whoever publishes events for
# others to generate from describes an operation for each message.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @asyncapi/modelina@5.10.1 @asyncapi/parser@3.6.3

cat >seen.mjs <<'JS'
import { TypeScriptGenerator } from '@asyncapi/modelina'
import { Parser } from '@asyncapi/parser'

const scheduled = { $ref: '#/components/messages/VisitScheduled' }
const payload = { title: 'VisitScheduled', type: 'object', properties: { id: { type: 'string' } } }
const components = { messages: { VisitScheduled: { payload } } }
const channels = { visits: { address: 'visits', messages: { VisitScheduled: scheduled } } }
const operations = { follow: { action: 'receive', channel: { $ref: '#/channels/visits' } } }
const parts = {
  'components': { components },
  'components, channel': { components, channels },
  'components, channel, operation': { components, channels, operations },
}
for (const [name, part] of Object.entries(parts)) {
  const contract = { asyncapi: '3.0.0', info: { title: 'Visits', version: '1.0.0' }, ...part }
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(contract))
  const errors = diagnostics.filter(({ severity }) => severity === 0).length
  const models = await new TypeScriptGenerator().generate(contract)
  const messages = new Set(document.allMessages().all().map((message) => message.payload().title()))
  console.log(`${name}: errors ${errors}, messages ${messages.size}, models ${models.length}`)
}
JS

node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
components: errors 0, messages 1, models 1
components, channel: errors 0, messages 1, models 0
components, channel, operation: errors 0, messages 1, models 1
SEEN
