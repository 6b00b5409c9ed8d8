import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportTemplate, TemplateField, TemplateSection } from '../../../../../shared/model/report.ts';
import { ADDENDUM_TEMPLATE } from '../../../../../shared/report/addendum-template.ts';
import { parseMrrt } from '../../../../../shared/report/mrrt/read-template.ts';
import { writeMrrt } from '../../../../../shared/report/mrrt/write-template.ts';
import { NASTY } from '../../../../helpers/report-document.ts';

const again = (template: ReportTemplate): ReportTemplate => {
  const { template: read, dropped } = parseMrrt(writeMrrt(template));
  expect(dropped).toEqual([]);
  return read;
};

const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((text) => text.replace(/[\p{C}\s]+/gu, ' ').trim())
  .filter((text) => text !== '' && !text.includes('; ') && !/[\ufdd0-\ufdef]/u.test(text));
const ids = (most: number) =>
  fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{2,9}$/), { minLength: 1, maxLength: most });
const code = fc.record({
  value: fc.stringMatching(/^[A-Z0-9-]{1,9}$/),
  scheme: fc.constantFrom('LN', 'RADLEX', '99X'),
  meaning: words,
});
const isOwn = (id: string): boolean => !/^(?:technique|clinical|comparisons?|findings|impression)$/.test(id);

const bare = fc.record({
  label: words,
  completion: fc.constantFrom('NONE', 'ALERT', 'PROHIBIT'),
  code: fc.option(code),
});
const NONE: string[] = [];
const kind = fc.oneof(
  words.map((initial) => ({ type: 'text' as const, options: NONE, unit: null, initial })),
  words.map((initial) => ({ type: 'text' as const, options: NONE, unit: null, look: 'lines' as const, initial })),
  fc.record({
    type: fc.constant('check' as const),
    options: fc.constant(NONE),
    unit: fc.constant(null),
    initial: fc.constant('true'),
  }),
  fc.record({ type: fc.constant('date' as const), options: fc.constant(NONE), unit: fc.constant(null) }),
  fc.record({
    type: fc.constant('time' as const),
    options: fc.constant(NONE),
    unit: fc.constant(null),
    initial: fc.constant('23:59'),
  }),
  fc
    .double({ min: 0, max: 1e6, noNaN: true })
    .map((max) => ({ type: 'number' as const, options: [], unit: 'mm', min: -1.5, max })),
  fc
    .uniqueArray(words, { minLength: 1, maxLength: 4 })
    .chain((options) =>
      fc.constantFrom(
        { type: 'choice' as const, options, unit: null, ...(options[0] === undefined ? {} : { initial: options[0] }) },
        { type: 'choice' as const, options, unit: null, open: true as const },
        { type: 'choice' as const, options, unit: null, look: 'radio' as const },
        { type: 'choices' as const, options, unit: null, initial: options.join('; ') },
      ),
    ),
);

const section = fc
  .record({
    title: words,
    code,
    required: fc.boolean(),
    initialText: words,
    normalText: words,
    fields: fc.array(fc.tuple(bare, kind), { maxLength: 4 }),
    fieldIds: ids(4),
  })
  .map(({ fields, fieldIds, ...rest }): Omit<TemplateSection, 'sectionId'> => ({
    ...rest,
    fields: fields.slice(0, fieldIds.length).map(([one, what], at): TemplateField => ({
      ...one,
      ...what,
      fieldId: fieldIds[at] ?? '',
    })),
  }));

const template = fc
  .record({
    templateId: words,
    name: words,
    version: fc.nat(),
    title: code,
    modalities: fc.array(words),
    bodyParts: fc.array(words),
    sections: fc.array(section, { minLength: 1, maxLength: 4 }),
    sectionIds: ids(4).filter((all) => all.every(isOwn)),
  })
  .map(({ sections, sectionIds, ...rest }): ReportTemplate => ({
    ...rest,
    anatomy: ['lungs', 'pleura'],
    sexes: ['F'],
    ages: { from: 18, to: null },
    procedures: [{ value: '24627-2', scheme: 'LN', meaning: 'CT | Chest' }],
    sites: ['site-1'],
    readers: ['r1', 'r2'],
    language: 'de-AT',
    publisher: 'A & B <"c">',
    sections: sections.slice(0, sectionIds.length).map((one, at) => ({ ...one, sectionId: sectionIds[at] ?? '' })),
  }));

describe('a template written as MRRT', () => {
  it('is the same when it is read again, whatever its words', () => {
    fc.assert(
      fc.property(template, (one) => {
        expect(again(one)).toEqual(one);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same with what an import kept, and is written the same', () => {
    const { template: foreign } = parseMrrt(readFileSync('test/fixtures/mrrt/foreign.html', 'utf8'));
    expect(again(foreign)).toEqual(foreign);
    expect(writeMrrt(again(foreign))).toBe(writeMrrt(foreign));
  });

  it('is the same with characters that break other formats', () => {
    const sections = ADDENDUM_TEMPLATE.sections.map((one) => ({
      ...one,
      initialText: `\n${NASTY}`,
      normalText: NASTY,
    }));
    const nasty = { ...ADDENDUM_TEMPLATE, sections };
    expect(again(nasty)).toEqual(nasty);
  });

  it('lets out nothing that runs, even where it was kept by hand', () => {
    const kept = {
      metadata: [],
      elements: [],
      codes: [],
      attributes: [
        { at: 'body', name: 'onload', value: 'alert(1)' },
        { at: 'body', name: 'x" onload="alert(1)', value: '' },
        { at: 'body', name: 'lang', value: '"><script>alert(1)</script>' },
      ],
    };
    const html = writeMrrt({ ...ADDENDUM_TEMPLATE, kept });
    expect(html).not.toMatch(/onload|<script>/);
    expect(html).toContain('lang="&quot;&gt;&lt;script&gt;');
  });

  it('keeps field ids that two sections share', () => {
    const field: TemplateField = {
      fieldId: 'size',
      label: 'Size',
      type: 'text',
      options: [],
      unit: null,
      completion: 'NONE',
      code: null,
    };
    const twice = {
      ...ADDENDUM_TEMPLATE,
      sections: ADDENDUM_TEMPLATE.sections.map((one) => ({ ...one, fields: [field] })),
    };
    expect(again(twice)).toEqual(twice);
  });
});
