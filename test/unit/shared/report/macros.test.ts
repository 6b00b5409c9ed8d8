import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MacroFile } from '../../../../shared/model/macro.ts';
import type { Macro, MacroFacts } from '../../../../shared/model/macro.ts';
import { expandMacro, openFields } from '../../../../shared/report/macros/expand-macro.ts';
import { findByShorthand, limitWords, searchMacros } from '../../../../shared/report/macros/find-macro.ts';
import { readMacro } from '../../../../shared/report/macros/read-macro.ts';
import { openFieldChecks } from '../../../../shared/report/text-checks/open-field.ts';

const FACTS: MacroFacts = {
  modalities: ['CT'],
  bodyParts: ['CHEST'],
  description: null,
  sex: 'F',
  ageYears: 54,
  side: 'left',
};
const UNKNOWN: MacroFacts = { ...FACTS, modalities: [], bodyParts: [], sex: null, ageYears: null, side: null };

function macro(shorthand: string, more: Partial<Macro> = {}): Macro {
  const lists = { modalities: [], bodyParts: [], sexes: [] };
  return { macroId: shorthand, name: shorthand, shorthand, text: `text of ${shorthand}`, ...lists, ...more };
}

describe('the text of a macro', () => {
  it.each([
    ['{age} years, {sex}, {side}, {modality}', '54 years, female, left, CT'],
    ['{if sex=F}Uterus{else}Prostate{end}.', 'Uterus.'],
    ['{if sex=M}Prostate{end}Bladder', 'Bladder'],
    ['{if age<18}Child{else}Adult{end}', 'Adult'],
    ['{if age>=50 and sex=F}Yes{end}', 'Yes'],
    ['{if modality=MR|CT}Cut{else}Flat{end}', 'Cut'],
    ['{if side!=left}Not{else}Left{end}', 'Left'],
    ['{if sex=F}{if age<10}girl{else}woman{end}{end}', 'woman'],
    ['A nodule of [size] mm in {the} [left|right] lung', 'A nodule of [size] mm in {the} [left|right] lung'],
  ])('%s', (text, expected) => {
    expect(readMacro(text).problems).toEqual([]);
    expect(expandMacro(text, FACTS)).toBe(expected);
  });

  it.each([
    ['{age} and {side}', '[age] and [side]'],
    ['{if sex=F}Uterus{else}Prostate{end}', '[Uterus|Prostate]'],
    ['{if age<18}Child{end}', '[Child|]'],
    ['{if sex=F}[size]{else}x{end}', '[sex not known]'],
  ])('what is not known is never guessed: %s', (text, expected) => {
    expect(expandMacro(text, UNKNOWN)).toBe(expected);
  });

  it.each(['{if sex=F}x', 'x{end}', '{else}', '{if colour=red}x{end}', '{if age>old}x{end}', '{if sex>F}x{end}'])(
    '%s has a problem',
    (text) => {
      expect(readMacro(text).problems).not.toEqual([]);
    },
  );

  it('any text can be read, and text without a tag is as it was', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        readMacro(text);
        if (!text.includes('{')) expect(expandMacro(text, FACTS)).toBe(text);
      }),
    );
  });

  it('names its fields, and what a choice offers', () => {
    expect(openFields('a [size] b [left|right] c []')).toEqual([
      { start: 2, end: 8, choices: [] },
      { start: 11, end: 23, choices: ['left', 'right'] },
      { start: 26, end: 28, choices: [] },
    ]);
  });
});

describe('a field that was left open', () => {
  const content = (text: string, from?: { kind: 'macro'; name: string } | { kind: 'pasted' }) => ({
    sections: [
      { sectionId: 'findings', paragraphs: [[{ kind: 'text' as const, text, ...(from ? { from } : {}) }]], fields: {} },
    ],
  });
  it('is refused in the text of a macro, and is words where the reader typed it', () => {
    const found = openFieldChecks(content('Nodule of [size] mm.', { kind: 'macro', name: 'nod' }));
    expect(found).toMatchObject([{ code: 'check/open-field', start: 10, end: 16, message: '"[size]" was left open.' }]);
    expect(openFieldChecks(content('As in [1].'))).toEqual([]);
    expect(openFieldChecks(content('As in [1].', { kind: 'pasted' }))).toEqual([]);
  });
});

describe('which macro is meant', () => {
  const all = [
    macro('n', { name: 'MR', modalities: ['MR'] }),
    macro('n', { name: 'CT', modalities: ['CT'], bodyParts: ['THORAX'] }),
    macro('k', { modalities: ['MR'] }),
    macro('m', { sexes: ['M'] }),
  ];
  it('is the one for such a study', () => {
    expect(findByShorthand(all, 'N', FACTS)).toMatchObject({ kind: 'macro', macro: { name: 'CT' } });
    expect(findByShorthand(all, 'k', FACTS)).toMatchObject({ kind: 'elsewhere' });
    expect(findByShorthand(all, 'm', FACTS)).toMatchObject({ kind: 'elsewhere' });
    expect(findByShorthand(all, 'm', UNKNOWN)).toMatchObject({ kind: 'macro' });
    expect(findByShorthand(all, 'x', FACTS)).toEqual({ kind: 'none' });
  });
  it('is found by any of its words, those for such a study first', () => {
    expect(searchMacros(all, '', FACTS).map(({ name }) => name)).toEqual(['CT', 'MR', 'k', 'm']);
    expect(searchMacros(all, 'text k', FACTS).map(({ name }) => name)).toEqual(['k']);
    expect(limitWords(all[1] ?? macro('x'))).toBe('CT · THORAX');
  });
});

describe('the macros that ship', () => {
  const file = MacroFile.parse(JSON.parse(readFileSync('resources/macros/starter.json', 'utf8')));
  it('are thirty that can be used, each with a shorthand of its own', () => {
    expect(file.macros).toHaveLength(30);
    expect(new Set(file.macros.map(({ shorthand }) => shorthand)).size).toBe(30);
    for (const { text } of file.macros) {
      expect(readMacro(text).problems).toEqual([]);
      expect(expandMacro(text, FACTS)).not.toMatch(/[{}]/);
    }
  });
});
