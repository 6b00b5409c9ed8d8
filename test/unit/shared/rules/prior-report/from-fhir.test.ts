import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { PriorReport } from '../../../../../shared/model/prior-report.ts';
import { FhirPatient } from '../../../../../shared/rules/fhir/people.ts';
import {
  FhirDiagnosticReport,
  isOfImaging,
  reportFromFhir,
} from '../../../../../shared/rules/prior-report/from-fhir.ts';
import type { FhirReport } from '../../../../../shared/rules/prior-report/from-fhir.ts';

const PATIENT = FhirPatient.parse({
  ...{ resourceType: 'Patient', id: 'p1', birthDate: '1961-04-05', gender: 'female' },
  identifier: [{ value: 'OLD' }, { type: { coding: [{ code: 'MR' }] }, value: 'MRN-1', assigner: { display: 'HOSP' } }],
  name: [{ family: 'Doe', given: ['Jane'] }],
});
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const read = (data: string, label: string): string =>
  new TextDecoder(label, { fatal: true }).decode(Buffer.from(data, 'base64'));

function report(more: object, patient: FhirPatient | null = PATIENT): FhirReport {
  const resource = FhirDiagnosticReport.parse({ resourceType: 'DiagnosticReport', id: 'r1', status: 'final', ...more });
  return reportFromFhir(resource, { patient, signer: null }, { site: 'St. Anna', read });
}

function refusal(more: object, patient: FhirPatient | null = PATIENT): string {
  try {
    report(more, patient);
  } catch (error) {
    return error instanceof AppError ? error.code : 'another error';
  }
  return 'taken';
}

describe('a report by FHIR DiagnosticReport', () => {
  it('says whose, when, by whom and of which study', () => {
    const {
      report: one,
      controlId,
      sentAt,
    } = report({
      meta: { versionId: '4', lastUpdated: '2026-03-01T03:15:00+01:00' },
      identifier: [{ type: { coding: [{ code: 'ACSN' }] }, value: 'A-1' }],
      basedOn: [{ identifier: { type: { coding: [{ code: 'ACSN' }] }, value: 'A-2' } }],
      imagingStudy: [{ identifier: { system: 'urn:dicom:uid', value: 'urn:oid:1.2.840.7' } }],
      code: { coding: [{ display: 'CT head' }] },
      effectivePeriod: { start: '2026-02-28T22:00:00Z' },
      resultsInterpreter: [{ display: 'Dr Ray' }],
      conclusion: 'Nothing acute.',
    });
    expect({ controlId, sentAt }).toEqual({
      controlId: 'DiagnosticReport/r1/_history/4',
      sentAt: '2026-03-01T02:15:00.000Z',
    });
    expect(one).toMatchObject({
      ...{ accessions: ['A-1', 'A-2'], studyUids: ['1.2.840.7'], title: 'CT head', studyDate: '20260228' },
      ...{ signer: 'Dr Ray', senderKey: 'DiagnosticReport/r1', origin: 'fhir', adds: false },
      patient: { patientId: 'MRN-1', issuer: 'HOSP', birthDate: '19610405', sex: 'F' },
    });
  });

  it.each([
    ['final', 'final'],
    ['appended', 'corrected'],
    ['amended', 'corrected'],
    ['corrected', 'corrected'],
    ['cancelled', 'withdrawn'],
    ['entered-in-error', 'withdrawn'],
    ['preliminary', 'preliminary'],
    ['partial', 'preliminary'],
    ['unknown', 'preliminary'],
  ])('of the status %s is %s', (status, state) => {
    expect(report({ status, conclusion: 'x' }).report.state).toBe(state);
  });

  it('takes sections of markup by their headings, and what is struck out as struck out', () => {
    const div =
      '<div xmlns="http://www.w3.org/1999/xhtml"><h2>Findings</h2><p>Lungs <b>clear</b>.<br/>Heart <s>enlarged</s> normal.</p>' +
      '<script>steal()</script><table><tr><td>LAD</td><td>30 %</td></tr><tr><td>RCA</td><td>&lt; 10 %</td></tr></table>' +
      '<h2>Impression</h2><ul><li>One</li><li>Two</li></ul></div>';
    expect(report({ text: { div } }).report.sections).toEqual([
      {
        title: 'Findings',
        code: null,
        text: 'Lungs clear.\nHeart [struck out: enlarged] normal.\n\nLAD  30 %\n\nRCA  < 10 %',
      },
      { title: 'Impression', code: null, text: 'One\n\nTwo' },
    ]);
  });

  it('prefers the plain form, adds a conclusion that it lacks, and keeps the page', () => {
    const pdf = Buffer.from('%PDF-1.7 x').toString('base64');
    const { report: one, pdf: page } = report({
      text: { div: '<div>narrative</div>' },
      conclusion: 'A  mass.',
      presentedForm: [
        { contentType: 'application/pdf', data: pdf },
        { contentType: 'text/html', data: base64('<p>html</p>') },
        { contentType: 'text/plain', data: base64('Findings: a mass. Next line') },
      ],
    });
    expect(one.sections).toEqual([{ title: 'Report', code: null, text: 'Findings: a mass. Next line' }]);
    expect(page).toBe(pdf);
    expect(
      report({ conclusion: 'Cancer', presentedForm: [{ contentType: 'text/plain', data: base64('f') }] }).report
        .sections[0],
    ).toEqual({ title: 'Impression', code: null, text: 'Cancer' });
  });

  it.each<[string, object, FhirPatient | null]>([
    ['of nobody', { conclusion: 'x' }, null],
    ['of a patient without an id', { conclusion: 'x' }, FhirPatient.parse({ resourceType: 'Patient', id: 'p' })],
    ['without a text', {}, PATIENT],
    [
      'whose text is not in the characters it names',
      { presentedForm: [{ contentType: 'text/plain', data: '/w==' }] },
      PATIENT,
    ],
    [
      'in characters nobody knows',
      { presentedForm: [{ contentType: 'text/plain; charset=klingon', data: 'eA==' }] },
      PATIENT,
    ],
    ['too deep to be read', { text: { div: '<div>'.repeat(500) } }, PATIENT],
  ])('%s is refused', (_, more, patient) => {
    expect(refusal(more, patient)).toBe('prior-report/incomplete');
  });

  it('of a laboratory is none of imaging', () => {
    const of = (code: string): boolean =>
      isOfImaging(
        FhirDiagnosticReport.parse({ resourceType: 'DiagnosticReport', id: 'r', category: [{ coding: [{ code }] }] }),
      );
    expect([of('RAD'), of('LP29684-5'), of('LAB')]).toEqual([true, true, false]);
  });

  it('can be stored, whatever stands in its fields', () => {
    fc.assert(
      fc.property(
        fc.record({
          status: fc.oneof(fc.string(), fc.jsonValue()),
          conclusion: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
          text: fc.oneof(fc.record({ div: fc.string() }), fc.jsonValue()),
          code: fc.oneof(fc.record({ text: fc.string({ unit: 'binary', maxLength: 400 }) }), fc.jsonValue()),
          identifier: fc.jsonValue(),
          imagingStudy: fc.jsonValue(),
          presentedForm: fc.oneof(
            fc.array(
              fc.record({
                contentType: fc.constantFrom('text/plain', 'text/html', 'application/pdf'),
                data: fc.base64String(),
              }),
            ),
            fc.jsonValue(),
          ),
          effectiveDateTime: fc.oneof(fc.string(), fc.constant('2026-13-45')),
        }),
        (more) => {
          try {
            PriorReport.parse(report(more).report);
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            expect(error.code).toBe('prior-report/incomplete');
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
