#!/usr/bin/env bash
# @asyncapi/modelina 5.10.1 writes pydantic models that are no Python where a text is a constant.
#
# Guess: a `const`, by which an event says which one it is, becomes a Literal or a default value, and what the preset
# for pydantic writes can at least be imported.
# Seen: the text stands between doubled quotes, and one that may be missing gets two defaults: both are syntax errors. A
# number is 'undefined', which pydantic takes as the default of an integer. An `enum` of one value comes out right:
# whoever publishes a contract to generate from gives that instead.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @asyncapi/modelina@5.10.1

cat >seen.mjs <<'JS'
import { spawnSync } from 'node:child_process'
import { PYTHON_PYDANTIC_PRESET, PythonGenerator } from '@asyncapi/modelina'

const CASES = {
  'a text': { required: ['kind'], kind: { type: 'string', const: 'visit' } },
  'a text that may be missing': { required: [], kind: { type: 'string', const: 'visit' } },
  'a number': { required: ['kind'], kind: { type: 'integer', const: 1 } },
  'an enum of one': { required: ['kind'], kind: { type: 'string', enum: ['visit'] } },
}
for (const [name, { required, kind }] of Object.entries(CASES)) {
  const schema = { $id: 'Visit', type: 'object', additionalProperties: false, required, properties: { kind } }
  const [model] = await new PythonGenerator({ presets: [PYTHON_PYDANTIC_PRESET] }).generate(schema)
  const parse = ['-c', 'import ast, sys; ast.parse(sys.stdin.read())']
  const { status } = spawnSync('python3', parse, { input: model.result })
  const [, field] = model.result.match(/^ *kind: (.*)$/m)
  console.log(`${name}, ${status === 0 ? 'Python' : 'no Python'}: ${field}`)
}
JS

node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
a text, no Python: str = Field(default=''visit'', frozen=True)
a text that may be missing, no Python: Optional[str] = Field(default=None, default=''visit'', frozen=True)
a number, Python: int = Field(default='undefined', frozen=True)
an enum of one, Python: Kind = Field()
SEEN
