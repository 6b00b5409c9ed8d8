// Writes resources/licences/third-party.txt: every package that the program ships, with its licence text, each text once.
// `node scripts/make-licences.mjs` after a change of dependencies; `--check` fails when the file is out of date.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainFailure, runCommand } from './lib/failure.mjs';
import { inProject } from './lib/paths.mjs';
import { shippedPackages } from './lib/shipped-packages.mjs';

const FILE = () => inProject('resources', 'licences', 'third-party.txt');
const LICENCE_NAME = /^(licen[cs]e|copying|ofl)(\b|[-_.])/i;

await runCommand(async () => {
  const text = render(shippedPackages().map(withText));
  if (!process.argv.includes('--check')) {
    mkdirSync(path.dirname(FILE()), { recursive: true });
    writeFileSync(FILE(), text);
    return 0;
  }
  if (existsSync(FILE()) && readFileSync(FILE(), 'utf8') === text) return 0;
  throw new PlainFailure(
    'The list of licences is out of date: type `node scripts/make-licences.mjs` and commit the file.',
  );
});

function withText({ name, version, licence, place }) {
  return { name, version, licence: licence ?? 'not stated in its package file', text: licenceText(inProject(place)) };
}

function licenceText(folder) {
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder)
    .filter((name) => LICENCE_NAME.test(name))
    .sort();
  if (names.length === 0) return null;
  return names.map((name) => readFileSync(path.join(folder, name), 'utf8').trim().replace(/\r\n/g, '\n')).join('\n\n');
}

function render(packages) {
  const texts = new Map();
  for (const { text } of packages.filter(({ text }) => text !== null)) {
    const key = createHash('sha256').update(text).digest('hex');
    if (!texts.has(key)) texts.set(key, { number: texts.size + 1, text });
  }
  const numberOf = (text) => {
    if (text === null) return 'text not in the package';
    return `text ${texts.get(createHash('sha256').update(text).digest('hex')).number}`;
  };
  const seen = new Set();
  const lines = packages
    .map(({ name, version, licence, text }) => `${name} ${version}  ${licence}  (${numberOf(text)})`)
    .filter((line) => !seen.has(line) && seen.add(line));
  const bodies = [...texts.values()].map(({ number, text }) => `${'-'.repeat(100)}\nText ${number}\n\n${text}\n`);
  return `Packages that ship with Nightjar, and the licences they come under.\n\n${lines.join('\n')}\n\n${bodies.join('\n')}`;
}
