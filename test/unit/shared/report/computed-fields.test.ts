import { describe, expect, it } from 'vitest';
import { loadCalculators, ruleFiles } from '../../../../electron/station/reporting/load-calculators.ts';
import { loadTemplates } from '../../../../electron/station/reporting/load-templates.ts';
import type { ReportContent, ReportTemplate } from '../../../../shared/model/report.ts';
import { originOf, withChanged, withComputed } from '../../../../shared/report/computed-fields.ts';
import { draftContent } from '../../../../shared/report/draft.ts';
import { fieldProblem } from '../../../../shared/report/field-problem.ts';
import { normaliseContent } from '../../../../shared/report/plain-text.ts';
import { fieldLine, renderedSections } from '../../../../shared/report/rendered-sections.ts';

const templates = loadTemplates('resources/templates');
const rules = ruleFiles(loadCalculators('resources/calculators'));
const NO_FACTS = { reason: null, study: { description: null, bodyParts: [] }, series: [], prior: null };

function form(id: string): ReportTemplate {
  const found = templates.find(({ templateId }) => templateId === id);
  if (!found) throw new Error(`no template ${id}`);
  return found;
}

/** A draft in which these fields are filled in, computed as the window does it. */
function written(template: ReportTemplate, values: Readonly<Record<string, string>>): ReportContent {
  const content = draftContent(template, NO_FACTS);
  const sections = content.sections.map((section) => {
    const own = Object.keys(values).filter((fieldId) => Object.hasOwn(section.fields, fieldId));
    return {
      ...section,
      fields: { ...section.fields, ...Object.fromEntries(own.map((id) => [id, values[id] ?? ''])) },
    };
  });
  return withComputed(template, { ...content, sections }, rules);
}

function valueOf(content: ReportContent, fieldId: string): string {
  return content.sections.map(({ fields }) => fields[fieldId]).find((value) => value !== undefined) ?? '';
}

const NODULE = { incomplete: 'No', 'nodule-kind': 'Solid', 'nodule-change': 'Baseline' };
const THYROID = { composition: 'Solid', echo: 'Hypoechoic', shape: 'Taller than wide', margin: 'Smooth', foci: 'None' };
const LIVER = { tiv: 'Absent', aphe: 'Non-rim', size: '20', washout: 'Present', capsule: 'Absent', growth: 'Absent' };
const HEART = { nondiagnostic: 'No', stenosis: '60', 'left-main': 'No', 'three-vessels': 'No', calcium: '120' };
const COURSE = { sum: '70', baseline: '100', nadir: '100', gone: 'No', 'non-target': 'Still present', new: 'No' };
const CHANCE = { 'nodule-applies': 'Yes', nodules: 'Solid', 'nodule-number': 'One', 'nodule-risk': 'Low' };

describe('categories that follow from the fields of a form', () => {
  it.each([
    ['ct-lung-screening', { ...NODULE, 'nodule-size': '7.9' }, 'lung-rads', '3'],
    ['ct-lung-screening', { ...NODULE, 'nodule-size': '8' }, 'lung-rads', '4A'],
    ['ct-lung-screening', { ...NODULE, incomplete: 'Yes' }, 'lung-rads', '0'],
    ['ct-lung-screening', { incomplete: 'No', 'nodule-kind': 'None' }, 'lung-rads', '1'],
    ['us-thyroid', THYROID, 'ti-rads', 'TR5'],
    ['us-thyroid', { ...THYROID, foci: 'Macrocalcifications', shape: 'Wider than tall' }, 'ti-rads', 'TR4'],
    ['us-thyroid', { ...THYROID, 'nodule-size': '10' }, 'ti-rads-action', 'Fine needle aspiration'],
    ['mr-liver', LIVER, 'li-rads', 'LR-5'],
    ['mr-liver', { ...LIVER, aphe: 'Rim' }, 'li-rads', 'LR-M'],
    ['mr-liver', { ...LIVER, tiv: 'Present' }, 'li-rads', 'LR-TIV'],
    ['mr-prostate', { zone: 'Peripheral', dwi: '3', t2: '2', dce: 'Positive' }, 'pi-rads', '4'],
    ['mr-prostate', { zone: 'Peripheral', dwi: '3', t2: '2', dce: 'Negative' }, 'pi-rads', '3'],
    ['ct-coronary', HEART, 'cad-rads', '3'],
    ['ct-coronary', HEART, 'plaque', 'P2'],
    ['mg-breast', { 'likelihood-right': '0', 'benign-right': 'Yes' }, 'bi-rads-right', '2'],
    ['mg-breast', { 'likelihood-left': '30' }, 'bi-rads-left', '4B'],
    ['ct-chest', { ...CHANCE, 'nodule-size': '5' }, 'fleischner', 'No routine follow-up'],
    ['ct-tumour-response', COURSE, 'response', 'PR'],
    ['ct-tumour-response', { ...COURSE, new: 'Yes' }, 'response', 'PD'],
  ])('%s with %o: %s is %s', (id, values, fieldId, expected) => {
    expect(valueOf(written(form(id), values), fieldId)).toBe(expected);
  });

  it('are named by choices that the form has', () => {
    for (const { sections } of templates) {
      for (const field of sections.flatMap(({ fields }) => fields)) {
        if (!field.computed) continue;
        const file = rules(field.computed.calculator)?.file;
        const output = file?.outputs.find(({ id }) => id === field.computed?.output);
        expect(output, field.fieldId).toBeDefined();
        const inputs = field.computed.inputs.map(({ input }) => input);
        expect(inputs.filter((id) => !file?.inputs.some((one) => one.id === id))).toEqual([]);
        if (output?.kind !== 'category') continue;
        expect(output.rules.filter(({ is }) => fieldProblem(field, is) !== null)).toEqual([]);
      }
    }
  });

  it('say what is missing, and never guess from a number without the unit of the rule', () => {
    const lung = form('ct-lung-screening');
    const why = (content: ReportContent): string => {
      const origin = originOf(content, 'impression', 'lung-rads');
      return origin?.kind === 'computed' ? origin.why : '';
    };
    expect(why(written(lung, {}))).toBe('Needs: Incomplete, priors awaited, or signs of infection.');
    expect(why(written(lung, NODULE))).toBe('Needs: Mean diameter.');
    expect(why(written(lung, { ...NODULE, 'nodule-kind': 'Airway' }))).toContain('“Airway”');
    const bare: ReportTemplate = {
      ...lung,
      sections: lung.sections.map((section) => ({
        ...section,
        fields: section.fields.map((field) => (field.fieldId === 'nodule-size' ? { ...field, unit: null } : field)),
      })),
    };
    expect(valueOf(written(bare, { ...NODULE, 'nodule-size': '7' }), 'lung-rads')).toBe('');
    const inches = structuredClone(bare);
    for (const { fields } of inches.sections)
      for (const field of fields) if (field.fieldId === 'nodule-size') field.unit = 'cm';
    expect(valueOf(written(inches, { ...NODULE, 'nodule-size': '0.7' }), 'lung-rads')).toBe('3');
  });

  it('keep rule, version and inputs, and what the reader changed with the reason; computing again changes nothing', () => {
    const lung = form('ct-lung-screening');
    const computed = written(lung, { ...NODULE, 'nodule-size': '7' });
    expect(originOf(computed, 'impression', 'lung-rads')).toMatchObject({
      rule: { id: 'lung-rads', version: '2022', date: '2022-11' },
      inputs: expect.arrayContaining([{ label: 'Mean diameter', value: '7 mm' }]) as unknown,
    });
    expect(withComputed(lung, computed, rules)).toBe(computed);
    const changed = withChanged(computed, 'impression', 'lung-rads', { value: '4B', reason: 'spiculated' });
    const kept = withComputed(lung, normaliseContent(changed), rules);
    expect(valueOf(kept, 'lung-rads')).toBe('4B');
    expect(kept).toEqual(normaliseContent(changed));
    const line = renderedSections(lung, kept).flatMap(({ fields }) => fields.map((field) => fieldLine(field)));
    expect(line).toContain(
      'Lung-RADS 2022 category: 4B [Lung-RADS 2022, 2022-11; American College of Radiology, Lung-RADS v2022; gives 3; changed by the reader: spiculated]',
    );
    expect(valueOf(withChanged(kept, 'impression', 'lung-rads', null), 'lung-rads')).toBe('3');
  });
});
