import { describe, expect, it } from 'vitest';
import { MeasurementId, ObjectId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { Measurement } from '../../../../shared/model/measurement.ts';
import type { RejectionReason } from '../../../../shared/model/rejection.ts';
import { addendumTemplate } from '../../../../shared/report/addendum-template.ts';
import { checkReport, standing } from '../../../../shared/report/checks.ts';
import type { CheckSubject } from '../../../../shared/report/checks.ts';
import { measurementWords } from '../../../../shared/report/measurement-words.ts';
import { contentWith, idOf, ruleBook, templateFile } from '../../../helpers/report-document.ts';

const template = templateFile('general');
const WORDS = {
  patient: {
    name: { alphabetic: 'DOE^JANE', ideographic: '', phonetic: '' },
    patientId: '1',
    birthDate: '19600402',
    sex: 'F',
  },
  studyDate: '20260301',
  accession: 'A1',
  description: null,
  priors: [],
  told: [],
};

function subject(texts: Record<string, string>, more: Partial<CheckSubject> = {}): CheckSubject {
  return {
    template,
    content: contentWith(template, {
      comparison: 'None available.',
      findings: 'Clear.',
      impression: 'Normal.',
      ...texts,
    }),
    isAddendum: false,
    measurements: [],
    objectsReceived: 3,
    objectsExpected: 3,
    objectsBefore: null,
    lateralities: [],
    series: [],
    words: { facts: WORDS, book: ruleBook() },
    permission: { reasons: [] },
    ...more,
  };
}
const codes = (of: CheckSubject): string[] => checkReport(of).map((finding) => finding.code);

describe('the checks before a signature', () => {
  it('find nothing in a complete report', () => {
    expect(checkReport(subject({}))).toEqual([]);
  });

  it('refuse an empty required section, blanks included', () => {
    expect(checkReport(subject({ impression: '  \n ' }))).toMatchObject([
      { code: 'check/empty-section', tier: 'refuse', sectionId: 'impression' },
    ]);
  });

  it('refuse an empty field that must be filled, and ask about one that should', () => {
    const field = { fieldId: 'f', label: 'F', type: 'number' as const, options: [], unit: 'mm', code: null };
    const withFields = (value: string): CheckSubject => {
      const sections = template.sections.map((section) =>
        section.sectionId === 'findings'
          ? {
              ...section,
              fields: [
                { ...field, completion: 'PROHIBIT' as const },
                { ...field, fieldId: 'g', completion: 'ALERT' as const },
              ],
            }
          : section,
      );
      const base = subject({});
      const content = {
        sections: base.content.sections.map((s) =>
          s.sectionId === 'findings' ? { ...s, fields: { f: value, g: '' } } : s,
        ),
      };
      return { ...base, template: { ...template, sections }, content };
    };
    expect(codes(withFields(''))).toEqual(['check/field-required', 'check/field-empty']);
    expect(codes(withFields('12.5'))).toEqual(['check/field-empty']);
    expect(codes(withFields('twelve'))).toEqual(['check/field-value', 'check/field-empty']);
  });

  it('ask about an impression on the other side than the findings', () => {
    expect(codes(subject({ findings: 'Mass in the left kidney.', impression: 'RIGHT kidney mass.' }))).toEqual([
      'check/laterality',
    ]);
    expect(codes(subject({ findings: 'Mass in the left kidney.', impression: 'Left kidney mass.' }))).toEqual([]);
  });

  it('ask about a report that names only the side that was not imaged', () => {
    expect(codes(subject({ findings: 'Right knee effusion.' }, { lateralities: ['L'] }))).toEqual([
      'check/laterality-study',
    ]);
    expect(codes(subject({ findings: 'Right knee effusion.' }, { lateralities: ['L', 'R'] }))).toEqual([]);
  });

  it('ask about an incomplete study, and say nothing where nobody knows how much there is', () => {
    expect(codes(subject({}, { objectsReceived: 842, objectsExpected: 1000 }))).toEqual(['check/incomplete-study']);
    expect(codes(subject({}, { objectsReceived: 842, objectsExpected: null }))).toEqual([]);
    expect(codes(subject({}, { objectsReceived: 0, objectsExpected: null }))).toEqual(['check/no-objects']);
  });

  it('ask about a study that is not the one that the draft was begun with', () => {
    const [found] = checkReport(subject({}, { objectsBefore: 5 }));
    expect(found).toMatchObject({ code: 'check/study-changed', tier: 'acknowledge' });
    expect(found?.message).toBe('The study changed since this draft was begun: 5 objects then, 3 now.');
  });

  it('ask about blanks left to fill in', () => {
    expect(codes(subject({ findings: 'Nodule of *** mm in {comparison}.' }))).toEqual(['check/placeholder']);
  });

  it('refuse an addendum without a word', () => {
    const form = addendumTemplate(template.title);
    const empty = { ...subject({}), template: form, content: contentWith(form, {}), isAddendum: true };
    expect(codes(empty)).toEqual(['check/empty-section']);
    expect(codes({ ...empty, content: contentWith(form, { impression: 'Also a fracture.' }) })).toEqual([]);
  });
});

describe('measurements named in the text', () => {
  const measurement: Measurement = {
    measurementId: MeasurementId.parse(idOf('M1')),
    studyId: StudyId.parse(idOf('study')),
    objectId: ObjectId.parse(idOf('object')),
    frame: 1,
    tool: 'bidirectional',
    points: [[0, 0]],
    world: null,
    text: '',
    result: {
      values: [
        { name: 'long axis', value: 24.1, unit: 'mm' },
        { name: 'short axis', value: 13, unit: 'mm' },
      ],
      basis: 'at detector',
      warnings: [],
    },
    trackingUid: '2.25.1',
    ordinal: 1,
    by: PersonId.parse(idOf('person')),
    at: '2026-03-01T00:00:00.000Z',
    deleted: false,
  };
  const naming = (measurements: Measurement[]): CheckSubject => {
    const base = subject({}, { measurements });
    const chip = {
      kind: 'measurement' as const,
      measurementId: measurement.measurementId,
      label: 'M1',
      text: measurementWords(measurement),
    };
    return {
      ...base,
      content: {
        sections: base.content.sections.map((s) => (s.sectionId === 'findings' ? { ...s, paragraphs: [[chip]] } : s)),
      },
    };
  };

  it('say both axes and on what ground', () => {
    expect(measurementWords(measurement)).toBe('24.1 × 13.0 mm (at detector)');
  });

  it('do not stand in a report when their image was taken back since', () => {
    const taken = (reason: RejectionReason) =>
      checkReport({ ...naming([measurement]), rejected: new Map([[measurement.objectId, reason]]) });
    expect(taken('safety')).toMatchObject([
      { code: 'check/measurement-rejected', tier: 'refuse' },
      { code: 'check/rejected-images', tier: 'acknowledge' },
    ]);
    expect(taken('quality')).toMatchObject([
      { code: 'check/measurement-rejected', tier: 'acknowledge' },
      { code: 'check/rejected-quality', tier: 'note' },
    ]);
  });

  it('are found when deleted, changed or of another study', () => {
    expect(codes(naming([measurement]))).toEqual([]);
    expect(codes(naming([{ ...measurement, deleted: true }]))).toEqual(['check/measurement-deleted']);
    expect(codes(naming([{ ...measurement, tool: 'length' }]))).toEqual(['check/measurement-changed']);
    expect(codes(naming([]))).toEqual(['check/measurement-unknown']);
  });
});

describe('what stands in the way', () => {
  it('is every refusal and whatever was not accepted, once', () => {
    const of = (code: string, tier: 'refuse' | 'acknowledge' | 'note') => ({
      code,
      tier,
      message: '',
      sectionId: null,
    });
    const findings = [of('a', 'refuse'), of('b', 'acknowledge'), of('b', 'acknowledge'), of('c', 'note')];
    expect(standing(findings, [])).toEqual(['a', 'b']);
    expect(standing(findings, ['a', 'b'])).toEqual(['a']);
  });
});

describe('images that their site took back', () => {
  const rejected = (reason: RejectionReason) => new Map([['01890a5d-ac96-774b-bcce-b302099a8057', reason]]);

  it('are to be looked at before a signature where they are sealed, and to be known of poor quality', () => {
    expect(checkReport(subject({}, { rejected: rejected('worklist') }))).toMatchObject([
      { code: 'check/rejected-images', tier: 'acknowledge' },
    ]);
    expect(checkReport(subject({}, { rejected: rejected('quality') }))).toMatchObject([
      { code: 'check/rejected-quality', tier: 'note' },
    ]);
  });
});
