import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inProject } from './lib/paths.mjs';

/**
 * `node scripts/make-words.mjs HUNSPELL…`: makes the word lists of the spelling check again. Each argument is a folder with index.dic and
 * index.aff (npm packages dictionary-en and dictionary-en-gb): their forms become resources/spelling/english.txt. The radiology list is
 * made of our own words and of everything that our lexicon, templates and rule data say, and becomes radiology.txt.
 */
const folder = inProject('resources', 'spelling');
const folders = process.argv.slice(2);
const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const write = (name, words) => writeFileSync(path.join(folder, name), `${[...words].toSorted(byCode).join('\n')}\n`);

const english = folders.length > 0 ? new Set(folders.flatMap((one) => [...formsOf(one)])) : listed('english.txt');
if (folders.length > 0) write('english.txt', english);
const radiology = new Set([...ownWords(), ...resourceWords()].filter((word) => word.length > 1 && !english.has(word)));
write('radiology.txt', radiology);
process.stdout.write(`english ${english.size}, radiology ${radiology.size}\n`);

function listed(name) {
  return new Set(readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean));
}

function ownWords() {
  const lines = readFileSync(path.join(folder, 'own-words.txt'), 'utf8').split('\n');
  const words = lines.filter((line) => !line.startsWith('#')).flatMap((line) => line.replace(/^\w+:/, '').split(/\s+/));
  return words.filter(Boolean).flatMap((word) => (word.endsWith('+') ? [word.slice(0, -1), `${word.slice(0, -1)}s`] : [word])).map(plain); // prettier-ignore
}

/** What our own data says is spelt right: a test holds that none of its words is marked. */
function resourceWords() {
  const texts = ['checks', 'templates', 'calculators'].flatMap((name) => {
    const at = inProject('resources', name);
    return readdirSync(at).filter((file) => /\.(json|html)$/.test(file)).map((file) => readFileSync(path.join(at, file), 'utf8')); // prettier-ignore
  });
  const visible = texts.map((text) => text.replace(/https?:\S+/g, ' ').replace(/<[^>]*>/g, ' ').replace(/&\w+;/g, ' ').replace(/\\[nrtu"]/g, ' ')); // prettier-ignore
  return visible.flatMap((text) => text.match(/(?<![\p{L}\p{N}_./-])\p{L}[\p{L}\p{M}'’]*(?![\p{L}\p{N}_-])/gu) ?? []).map(plain).filter((word) => /^[\p{Ll}'-]+$/u.test(word)); // prettier-ignore
}

function plain(word) {
  return word.normalize('NFC').replaceAll('’', "'").toLowerCase();
}

/** Every form that the affix rules of a dictionary make of its stems; possessives are known by rule. */
function formsOf(from) {
  const rules = affixes(readFileSync(path.join(from, 'index.aff'), 'utf8'));
  const forms = new Set();
  for (const line of readFileSync(path.join(from, 'index.dic'), 'utf8').split('\n').slice(1)) {
    const [stem = '', flags = ''] = line.split('/');
    if (!/^[\p{L}'-]{2,}$/u.test(stem) || /[!c]/.test(flags)) continue;
    const used = [...flags].map((flag) => rules.get(flag)).filter(Boolean);
    const ends = used.filter(({ isEnd }) => isEnd).flatMap((rule) => rule.make(stem).map((form) => ({ form, crosses: rule.crosses }))); // prettier-ignore
    const all = [{ form: stem, crosses: true }, ...ends];
    for (const { form } of all) forms.add(plain(form));
    for (const rule of used.filter(({ isEnd }) => !isEnd)) {
      for (const { form, crosses } of all) if (crosses) for (const made of rule.make(form)) forms.add(plain(made));
    }
  }
  return [...forms].filter((form) => !form.endsWith("'s"));
}

function affixes(text) {
  const rules = new Map();
  for (const line of text.split('\n')) {
    const [kind, flag = '', strip = '', add = '', condition = ''] = line.trim().split(/\s+/);
    if (kind !== 'PFX' && kind !== 'SFX') continue;
    const isEnd = kind === 'SFX';
    if (condition === '') {
      rules.set(flag, { isEnd, crosses: strip === 'Y', parts: [], make(word) { return this.parts.flatMap((part) => part(word)); } }); // prettier-ignore
      continue;
    }
    const fits = new RegExp(isEnd ? `(?:${condition})$` : `^(?:${condition})`, 'u');
    const [taken, given] = [strip === '0' ? 0 : strip.length, add === '0' ? '' : add.split('/')[0]];
    rules.get(flag).parts.push((word) => {
      if (!fits.test(word)) return [];
      return [isEnd ? word.slice(0, word.length - taken) + given : given + word.slice(taken)];
    });
  }
  return rules;
}
