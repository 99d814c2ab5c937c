#!/usr/bin/env bash
# asyncapi-validator 5.1.1 does not load an AsyncAPI 3.0 document whose operation names no messages of its own.
#
# Guess: an operation without `messages` is about all messages of its channel, as AsyncAPI 3.0 says of that field, and
# two operations that send on one channel are two.
# Seen: the document, which @asyncapi/parser 3.6.3 finds valid, fails with a TypeError while it is loaded; with the
# messages named it checks them. Of two operations that send on one channel the latter hides the former: its message
# is "not found". Whoever publishes a contract for others to check against names the messages of each operation, and
# has one operation per channel and direction.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund asyncapi-validator@5.1.1 @asyncapi/parser@3.6.3

cat >seen.mjs <<'JS'
import { writeFileSync } from 'node:fs'
import { Parser } from '@asyncapi/parser'
import AsyncApiValidator from 'asyncapi-validator'

const message = (name) => ({ name, payload: { type: 'object', required: ['id'] } })
const messages = { VisitScheduled: message('VisitScheduled'), VisitCancelled: message('VisitCancelled') }
const send = (...names) => ({
  action: 'send',
  channel: { $ref: '#/channels/visits' },
  ...(names.length && { messages: names.map((name) => ({ $ref: `#/channels/visits/messages/${name}` })) }),
})
const CASES = {
  'messages not named': { send: send() },
  'messages named': { send: send('VisitScheduled', 'VisitCancelled') },
  'two operations': { schedule: send('VisitScheduled'), cancel: send('VisitCancelled') },
}
const checked = async (name) => {
  const validator = await AsyncApiValidator.fromSource('contract.json', { msgIdentifier: 'name' })
  return validator.validate(name, { id: '1' }, 'visits', 'send')
}
for (const [name, operations] of Object.entries(CASES)) {
  const info = { title: 'Visits', version: '1.0.0' }
  const contract = { asyncapi: '3.0.0', info, channels: { visits: { address: 'visits', messages } }, operations }
  writeFileSync('contract.json', JSON.stringify(contract))
  const errors = (await new Parser().parse(contract)).diagnostics.filter(({ severity }) => severity === 0)
  const found = []
  for (const each of Object.keys(messages)) {
    found.push(await checked(each).catch((error) => error.name))
  }
  console.log(`${name}: errors ${errors.length}, ${found.join(', ')}`)
}
JS

node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
messages not named: errors 0, TypeError, TypeError
messages named: errors 0, true, true
two operations: errors 0, AsyncAPIValidationError, true
SEEN
