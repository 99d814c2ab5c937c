#!/usr/bin/env bash
# html-validate 10.17.0 with its presets for accessibility passes a field without a label and a heading without words.
#
# Guess: html-validate:recommended and html-validate:a11y together find what is plainly missing in a page: the label of
# a field, the words of a heading or a link, a level of headings, a language that there is; axe-core 4.14.1 does.
# Seen: the label and the levels are looked at by the preset html-validate:document alone. &nbsp;, as a French template
# may have left it where a name is empty, counts as a word; a blank alternative text and lang="french" pass with all
# three. Add that preset, and run axe in jsdom beside it, which needs no browser for these.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund html-validate@10.17.0 axe-core@4.14.1 jsdom@29.1.1

cat >seen.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { HtmlValidate } from 'html-validate'
import { JSDOM } from 'jsdom'

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
const PRESETS = { 'recommended, a11y': ['recommended', 'a11y'], 'and document': ['recommended', 'a11y', 'document'] }
const CASES = {
  'field without label': ['<h1>Agenda</h1><p><input type="text" name="nom"></p>', 'label'],
  'level left out': ['<h1>Agenda</h1><h3>Mars</h3>', 'heading-order'],
  'empty heading': ['<h1> </h1>', 'empty-heading'],
  'heading of a no-break space': ['<h1>&nbsp;</h1>', 'empty-heading'],
  'link of a no-break space': ['<h1>Agenda</h1><a href="/mars">&nbsp;</a>', 'link-name'],
  'blank alternative text': ['<h1>Agenda</h1><img src="a.png" alt=" ">', 'image-alt'],
  'language': ['<h1>Agenda</h1><p lang="french">Mars</p>', 'valid-lang'],
}
for (const [name, [body, rule]] of Object.entries(CASES)) {
  const page = `<!DOCTYPE html>\n<html lang="fr"><head><title>Agenda</title></head><body>${body}</body></html>`
  const found = []
  for (const [presets, names] of Object.entries(PRESETS)) {
    const validator = new HtmlValidate({ extends: names.map((each) => `html-validate:${each}`) })
    const { results } = await validator.validateString(page)
    const rules = results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId))
    found.push(`${presets}: ${rules.join(' ') || 'passes'}`)
  }
  const { window } = new JSDOM(page, { runScripts: 'outside-only' })
  window.eval(AXE)
  const { violations } = await window.axe.run(window.document, { runOnly: { type: 'rule', values: [rule] } })
  console.log(`${name}: ${found.join(', ')}, axe: ${violations.map(({ id }) => id).join(' ') || 'passes'}`)
}
JS

node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
field without label: recommended, a11y: passes, and document: input-missing-label, axe: label
level left out: recommended, a11y: passes, and document: heading-level, axe: heading-order
empty heading: recommended, a11y: empty-heading, and document: empty-heading, axe: empty-heading
heading of a no-break space: recommended, a11y: passes, and document: passes, axe: empty-heading
link of a no-break space: recommended, a11y: passes, and document: passes, axe: link-name
blank alternative text: recommended, a11y: passes, and document: passes, axe: image-alt
language: recommended, a11y: passes, and document: passes, axe: valid-lang
SEEN
