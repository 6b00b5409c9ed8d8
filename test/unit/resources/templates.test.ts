import { describe, expect, it } from 'vitest';
import { loadTemplates } from '../../../electron/station/reporting/load-templates.ts';
import { writeMrrt } from '../../../shared/report/mrrt/write-template.ts';
import { parseMrrt } from '../../../shared/report/mrrt/read-template.ts';
import { rankTemplates } from '../../../shared/report/template.ts';
import type { TemplateSubject } from '../../../shared/report/template.ts';
import { textChecks } from '../../../shared/report/text-checks/index.ts';
import { ruleBook } from '../../helpers/report-document.ts';

const templates = loadTemplates('resources/templates');
const { lexicon } = ruleBook();
const best = (modality: string, description: string, more: Partial<TemplateSubject> = {}): string | undefined =>
  rankTemplates(templates, { modalities: [modality], bodyParts: [], description, ...more })[0]?.templateId;

describe('the templates that ship', () => {
  it('are at least 16, each with an id of its own and the usual sections', () => {
    expect(templates.length).toBeGreaterThanOrEqual(16);
    expect(new Set(templates.map(({ templateId }) => templateId)).size).toBe(templates.length);
    for (const { sections } of templates) {
      const ids = sections.map(({ sectionId }) => sectionId);
      expect(ids).toEqual(['clinical', 'technique', 'comparison', 'findings', 'impression']);
    }
  });

  it.each(templates.map((template) => [template.templateId, template] as const))(
    '%s reads as it is written',
    (_, one) => {
      const { template, dropped } = parseMrrt(writeMrrt(one));
      expect(template).toEqual(one);
      expect(dropped).toEqual([]);
    },
  );

  it.each(templates.map((template) => [template.templateId, template] as const))(
    '%s: its normal text unchanged is found nothing wrong with',
    (_, { sections, anatomy = [], sexes }) => {
      const found = textChecks(
        {
          sections: sections.map(({ sectionId, title, normalText }) => ({ sectionId, title, text: normalText })),
          patient: { sex: sexes?.[0] ?? 'F', ageYears: 40 },
          identity: { names: ['Doe^Jane'], patientId: 'MRN-0042', accessions: ['ACC7731'] },
          dates: { study: '2026-03-01', birth: '1986-02-11', priors: [] },
          imaged: null,
          ordered: null,
          asked: null,
          measurements: [],
          anatomy,
          told: new Set(),
        },
        lexicon,
      );
      expect(found).toEqual([]);
    },
  );

  it.each([
    ['CT', 'CT Head without contrast', 'ct-head'],
    ['CT', 'CT head trauma', 'ct-head-trauma-stroke'],
    ['CT', 'CT Chest', 'ct-chest'],
    ['CT', 'CT pulmonary angiography', 'ct-pulmonary-angiogram'],
    ['CT', 'CT chest low dose screening', 'ct-lung-screening'],
    ['CT', 'CT ABD/PELVIS', 'ct-abdomen-pelvis'],
    ['CT', 'CT CAP', 'ct-chest-abdomen-pelvis'],
    ['CT', 'Polytrauma head neck chest abdomen pelvis', 'ct-trauma'],
    ['CT', 'CT lumbar spine', 'ct-spine'],
    ['MR', 'MRI brain', 'mr-brain'],
    ['MR', 'MR LSPINE', 'mr-spine'],
    ['MR', 'MR KNEE LEFT', 'mr-knee'],
    ['MR', 'MR Schulter', 'mr-shoulder'],
    ['MR', 'MR prostate', 'mr-prostate'],
    ['MR', 'MR liver', 'mr-liver'],
    ['MR', 'MR ankle', 'general'],
    ['MG', 'Screening mammogram', 'mg-breast'],
    ['US', 'US abdomen complete', 'us-abdomen'],
    ['US', 'US thyroid', 'us-thyroid'],
    ['US', 'US leg veins DVT', 'us-leg-veins'],
    ['US', 'US obstetric 20 weeks', 'us-obstetric'],
    ['CR', 'Thorax pa', 'xr-chest'],
    ['DX', 'XR wrist 2 views', 'xr-extremity'],
    ['PT', 'PET whole body', 'pet-ct'],
    ['NM', 'Bone scan', 'general'],
  ])('for %s "%s" begin with %s', (modality, description, templateId) => {
    expect(best(modality, description)).toBe(templateId);
  });

  it('are not of the other sex or another age, and are chosen by code, site and reader before words', () => {
    expect(best('MR', 'MR prostate pelvis', { sex: 'F' })).not.toBe('mr-prostate');
    expect(best('CT', 'CT chest low dose', { ageYears: 12 })).toBe('ct-chest');
    const code = { value: '1', scheme: 'LN', meaning: 'Whatever' };
    const [first] = templates;
    if (!first) throw new Error('no template');
    const rank = (more: object, subject: Partial<TemplateSubject>): string | undefined =>
      rankTemplates([...templates, { ...first, templateId: 'own', ...more }], {
        modalities: ['MR'],
        bodyParts: [],
        description: 'MR knee',
        ...subject,
      })[0]?.templateId;
    const any = { modalities: [], bodyParts: [], words: ['knee'] };
    expect(rank({ procedures: [code] }, { procedures: [{ ...code, meaning: '' }] })).toBe('own');
    expect(rank({ ...any, sites: ['a'] }, { site: 'a' })).toBe('own');
    expect(rank({ ...any, sites: ['a'] }, { site: 'b' })).toBe('mr-knee');
    expect(rank({ ...any, readers: ['r'] }, { reader: 'r' })).toBe('own');
    expect(rank({ ...any, readers: ['r'] }, { reader: 's' })).toBe('mr-knee');
  });
});
