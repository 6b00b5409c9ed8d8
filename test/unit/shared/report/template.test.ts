import { describe, expect, it } from 'vitest';
import { comparisonText, draftContent } from '../../../../shared/report/draft.ts';
import { parseTemplate, rankTemplates } from '../../../../shared/report/template.ts';
import { codeThrown } from '../../../helpers/app-errors.ts';
import { templateFile } from '../../../helpers/report-document.ts';

const all = ['ct-chest', 'general', 'mr-brain'].map((name) => templateFile(name));
const best = (modalities: string[], bodyParts: string[], description: string | null = null): string | undefined =>
  rankTemplates(all, { modalities, bodyParts, description })[0]?.templateId;

describe('report templates', () => {
  it('fit a study by modality and body part, or by its description', () => {
    expect(best(['CT'], ['CHEST'])).toBe('ct-chest');
    expect(best(['CT', 'PT'], [], 'CT Chest w contrast')).toBe('ct-chest');
    expect(best(['MR'], ['HEAD'])).toBe('mr-brain');
  });

  it.each([
    ['CT CAP', 'ct-chest'],
    ['CT TAP w/ contrast', 'ct-chest'],
    ['CT Thorax / Abdomen', 'ct-chest'],
    ['HRCT lungs', 'ct-chest'],
    ['CT chest_abdomen-pelvis', 'ct-chest'],
    ['CT Head', 'general'],
    ['CT ABD/PELVIS', 'general'],
    ['CT T-spine thoracic', 'general'],
  ])('of a CT described as "%s" begin with %s', (description, templateId) => {
    expect(best(['CT'], [], description)).toBe(templateId);
  });

  it.each([
    ['MRI brain tumour', 'mr-brain'],
    ['MR Head w/o', 'mr-brain'],
    ['IRM cérébrale', 'mr-brain'],
    ['MRT Schädel', 'mr-brain'],
    ['Cerebral MRA', 'mr-brain'],
    ['MR KNEE LEFT', 'general'],
  ])('of an MR described as "%s" begin with %s', (description, templateId) => {
    expect(best(['MR'], [], description)).toBe(templateId);
  });

  it('read a body part that names a range', () => {
    expect(best(['CT'], ['CHEST_TO_PELVIS'])).toBe('ct-chest');
    expect(best(['CT'], ['CHESTABDPELVIS'])).toBe('ct-chest');
    expect(best(['MR'], ['HEADNECK'])).toBe('mr-brain');
    expect(best(['MR'], ['LSPINE'])).toBe('general');
  });

  it('fit a body part that both name in the same word', () => {
    const ear = { ...templateFile('ct-chest'), templateId: 'ct-ear', bodyParts: ['EAR'] };
    const subject = { modalities: ['CT'], bodyParts: ['ear'], description: 'CT HEAD' };
    expect(rankTemplates([...all, ear], subject)[0]?.templateId).toBe('ct-ear');
  });

  it('of the modality come before the general one where nobody named a region', () => {
    expect(best(['CT'], [])).toBe('ct-chest');
    expect(best(['MR', 'SR'], [], 'Routine follow-up')).toBe('mr-brain');
  });

  it('give way to the general one where region or modality is another', () => {
    expect(best(['CT'], ['HEAD'])).toBe('general');
    expect(best(['US'], ['CHEST'])).toBe('general');
    expect(best(['CR'], [], 'Thorax pa')).toBe('general');
    expect(best([], [])).toBe('general');
  });

  it('require an impression and carry the codes of their sections', () => {
    for (const template of all) {
      const codes = Object.fromEntries(template.sections.map((section) => [section.sectionId, section.code.value]));
      expect(codes).toEqual({
        clinical: '55752-0',
        technique: '55111-9',
        comparison: '18834-2',
        findings: '59776-5',
        impression: '19005-8',
      });
      expect(template.sections.find((section) => section.sectionId === 'impression')?.required).toBe(true);
    }
  });

  it('are refused with unknown keys, with an id that stands twice, and with a choice without options', () => {
    const good = templateFile('general');
    expect(codeThrown(() => parseTemplate({ ...good, script: 'x' }))).toBe('report/unknown-template');
    expect(codeThrown(() => parseTemplate({ ...good, sections: [...good.sections, ...good.sections] }))).toBe(
      'report/unknown-template',
    );
    const field = { fieldId: 'a', label: 'A', type: 'choice', options: [], unit: null, completion: 'NONE', code: null };
    const sections = good.sections.map((section) => ({ ...section, fields: [field] }));
    expect(codeThrown(() => parseTemplate({ ...good, sections }))).toBe('report/unknown-template');
  });
});

describe('the texts a draft begins with', () => {
  it('name the prior by modality and date', () => {
    expect(comparisonText({ modalities: ['CT', 'SR'], studyDate: '20250802', description: 'chest' })).toBe(
      'CT of 2025-08-02 (chest).',
    );
    expect(comparisonText({ modalities: ['MR'], studyDate: null, description: null })).toBe('MR of unknown date.');
    expect(comparisonText({ modalities: ['CT', 'PT'], studyDate: '19590329', description: 'PRIOR PET/CT' })).toBe(
      'CT/PT of 1959-03-29 (PRIOR PET/CT).',
    );
    expect(comparisonText(null)).toBe('None available.');
  });

  it('put header text in as it is, even where it looks like a placeholder', () => {
    const content = draftContent(templateFile('general'), {
      reason: 'R/o $& {technique} <b>',
      study: { description: null, bodyParts: [] },
      series: [],
      prior: null,
    });
    expect(content.sections[0]?.paragraphs).toEqual([
      [{ kind: 'text', text: 'R/o $& {technique} <b>', from: { kind: 'template' } }],
    ]);
  });
});
