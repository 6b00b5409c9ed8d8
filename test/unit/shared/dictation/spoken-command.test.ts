import { describe, expect, it } from 'vitest';
import { spokenCommand } from '../../../../shared/dictation/spoken-command.ts';
import type { SpokenCommand } from '../../../../shared/dictation/spoken-command.ts';
import type { TemplateField, TemplateSection } from '../../../../shared/model/report.ts';

const field = (fieldId: string, label: string, options: string[]): TemplateField => ({
  ...{ fieldId, label, type: 'choice', options, unit: null, completion: 'NONE', code: null },
});
const section = (sectionId: string, title: string, fields: TemplateField[] = []): TemplateSection => ({
  ...{ sectionId, title, fields, required: false, initialText: '', normalText: '' },
  code: { value: 'x', scheme: 'y', meaning: 'z' },
});
const template = {
  sections: [
    section('findings', 'Findings', [
      field('bleed', 'Haemorrhage', ['none', 'present']),
      field('bleed-age', 'Haemorrhage age', ['acute', 'old']),
      field('quality', 'Quality', ['good', 'Good']),
    ]),
    section('impression', 'Impression'),
  ],
};

const VECTORS: readonly (readonly [said: string, meant: SpokenCommand | null])[] = [
  ['next field', { do: 'field', by: 1 }],
  ['Previous field.', { do: 'field', by: -1 }],
  ['go to impression', { do: 'section', sectionId: 'impression' }],
  ['normal', { do: 'normal', sectionId: null }],
  ['normal findings', { do: 'normal', sectionId: 'findings' }],
  ['scratch that', { do: 'scratch' }],
  ['stop dictation', { do: 'stop' }],
  ['set haemorrhage none', { do: 'choose', sectionId: 'findings', fieldId: 'bleed', value: 'none' }],
  ['set haemorrhage to present', { do: 'choose', sectionId: 'findings', fieldId: 'bleed', value: 'present' }],
  ['set haemorrhage age is old', { do: 'choose', sectionId: 'findings', fieldId: 'bleed-age', value: 'old' }],
  // Nothing is guessed.
  ['set haemorrhage age maybe', null],
  ['set quality good', null],
  ['go to bed', null],
  // The same words in a sentence are text.
  ['the liver is normal', null],
  ['normal heart size', null],
  ['scratch that surface', null],
];

describe('a phrase that is a command', () => {
  it.each(VECTORS)('“%s”', (said, meant) => {
    expect(spokenCommand(said, template)).toEqual(meant);
  });
});
