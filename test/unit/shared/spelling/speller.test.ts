import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance } from '../../../../shared/spelling/distance.ts';
import { Speller } from '../../../../shared/spelling/speller.ts';
import { wordList } from '../../../../shared/spelling/word-list.ts';
import { projectRoot } from '../../../helpers/runtime.ts';

const spelling = path.join(projectRoot, 'resources', 'spelling');
const listOf = (name: string) => wordList(readFileSync(path.join(spelling, name), 'utf8'));
const shipped = new Speller([listOf('radiology.txt'), listOf('english.txt')]);
const wrong = (text: string, typing: number | null = null): readonly string[] =>
  shipped.wrongIn(text, typing).map(({ start, end }) => text.slice(start, end));

describe('a list of words', () => {
  it('finds each of its words and no other', () => {
    const word = fc.stringMatching(/^[a-z']{1,8}$/);
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 60 }), word, (words, other) => {
        const list = wordList(`${words.toSorted().join('\n')}\n`);
        expect(words.every((one) => list.has(one))).toBe(true);
        expect(list.has(other)).toBe(words.includes(other));
      }),
    );
  });
});

describe('how far two words are from each other', () => {
  it.each([
    ['effusion', 'efusion', 1],
    ['right', 'rihgt', 1],
    ['lung', 'lung', 0],
    ['', 'ab', 2],
    ['kidney', 'sidnee', 2],
    ['kidney', 'spleen', 3],
  ])('%s, %s: %i', (a, b, far) => {
    expect([distance(a, b, 2), distance(b, a, 2)]).toEqual([far, far]);
  });
});

describe('spelling of reports', () => {
  it('marks what is no word, and nothing else', () => {
    expect(wrong('No pleural efusion. The lungs are celar, hemorrhage and haemorrhage are unchnaged.')).toEqual([
      ...['efusion', 'celar', 'unchnaged'],
    ]);
    const clean = "Hypodense T2 hyperintense 3D lesion at C5-6; ADC, SUVmax and FLAIR. Baker's cyst, Lisfranc's joint.";
    expect(wrong(clean)).toEqual([]);
    expect(wrong('Oedema, bronchiectasis, coeliac axis, centrilobular emphysema, spondylolisthesis.')).toEqual([]);
  });

  it('waits until a word is written', () => {
    expect(wrong('No efus', 7)).toEqual([]);
    expect(wrong('No efus ', 8)).toEqual(['efus']);
  });

  it('knows words that the reader calls right', () => {
    const own = new Speller([wordList('a\n')]);
    own.setOwn(['Nightjarism']);
    expect([own.isRight('nightjarism'), own.isRight('NIGHTJARISM'), own.isRight('nightjarist')]).toEqual([
      ...[true, true, false],
    ]);
  });

  it.each([
    ['efusion', 'effusion'],
    ['Pnuemothorax', 'Pneumothorax'],
    ['hepatomegally', 'hepatomegaly'],
    ['unchnaged', 'unchanged'],
    ['stenossis', 'stenosis'],
  ])('suggests for %s first %s', (written, meant) => {
    expect(shipped.suggest(written)[0]).toBe(meant);
  });

  it('marks no word of the forms and rules that are shipped', () => {
    const templates = path.join(projectRoot, 'resources', 'templates');
    const texts = readdirSync(templates)
      .filter((file) => file.endsWith('.html'))
      .map((file) => readFileSync(path.join(templates, file), 'utf8').replace(/<[^>]*>/g, ' ').replace(/&\w+;/g, ' ')); // prettier-ignore
    expect([...new Set(texts.flatMap((text) => wrong(text)))]).toEqual([]);
  });
});
