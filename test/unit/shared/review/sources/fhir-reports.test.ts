import { describe, expect, it } from 'vitest';
import { FhirReports } from '../../../../../shared/review/sources/fhir-reports.ts';
import type { ReadReport } from '../../../../../shared/review/sources/said-report.ts';
import { codeThrown } from '../../../../helpers/app-errors.ts';

const ACSN = { type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN' }] } };
const PATIENT = {
  resourceType: 'Patient',
  id: 'p1',
  name: [{ family: 'Doe', given: ['Jane'] }],
  identifier: [{ value: 'Q-771' }],
};
const READER = { resourceType: 'Practitioner', id: 'd1', name: [{ family: 'Reader', given: ['Ada'] }] };
const STUDY = {
  ...{ resourceType: 'ImagingStudy', id: 's1' },
  identifier: [
    { system: 'urn:dicom:uid', value: 'urn:oid:1.2.3' },
    { ...ACSN, value: 'A-1' },
  ],
  modality: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'CT' }],
};
const REPORT = {
  ...{ resourceType: 'DiagnosticReport', id: 'r1', identifier: [{ value: 'R-1' }], status: 'final' },
  code: { text: 'CT chest' },
  ...{ subject: { reference: 'Patient/p1' }, resultsInterpreter: [{ reference: 'Practitioner/d1' }] },
  ...{ issued: '2026-03-02T08:15:00+01:00', imagingStudy: [{ reference: 'ImagingStudy/s1' }] },
  conclusion: 'Nodule of Mrs Doe.',
};
const READ = {
  ...{
    key: 'R-1',
    author: 'Reader, Ada',
    signedAt: '2026-03-02T07:15:00.000Z',
    modality: 'CT',
    region: 'chest',
    shift: 'day',
  },
  ...{ accession: 'A-1', studyUid: '1.2.3', standing: 'final' },
  sections: [{ title: 'Conclusion', text: 'Nodule of Mrs [name].' }],
};

function read(text: string, { pieces = 1 << 20, encoding = 'utf8' as BufferEncoding } = {}): ReadReport[] {
  const bytes = Buffer.from(text, encoding).toString('latin1');
  const reader = new FhirReports({
    ...{ site: 'North', zone: null },
    decode: (letters) => {
      const found = Buffer.from(letters, 'latin1').toString('utf8');
      return found.includes('\ufffd') ? null : found;
    },
    fromBase64: (data) => Buffer.from(data, 'base64').toString('latin1'),
  });
  const found: ReadReport[] = [];
  for (let at = 0; at < bytes.length; at += pieces) found.push(...reader.push(bytes.slice(at, at + pieces)));
  return [...found, ...reader.end()];
}

const bundle = (...resources: object[]): string =>
  JSON.stringify(
    { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) },
    null,
    2,
  );
const lines = (...resources: object[]): string => resources.map((one) => JSON.stringify(one)).join('\n');

describe('FHIR resources', () => {
  it('are read from a bundle in any order, an array, one document, and line by line', () => {
    const contained = {
      ...{
        ...REPORT,
        contained: [
          { ...PATIENT, id: 'p' },
          { ...READER, id: 'd' },
          { ...STUDY, id: 's' },
        ],
      },
      ...{
        subject: { reference: '#p' },
        resultsInterpreter: [{ reference: '#d' }],
        imagingStudy: [{ reference: '#s' }],
      },
    };
    expect(read(bundle(REPORT, STUDY, READER, PATIENT))).toEqual([{ line: 1, report: { ...READ, flags: [] } }]);
    expect(read(JSON.stringify([PATIENT, READER, STUDY, REPORT]))).toMatchObject([{ line: 4, report: READ }]);
    expect(read(`\ufeff${JSON.stringify(contained)}`)).toMatchObject([{ line: 1, report: READ }]);
    const text = `${lines(PATIENT, READER, STUDY)}\r\n\n${lines(REPORT, contained)}\n`;
    const found = read(text);
    expect(found).toMatchObject([
      { line: 5, report: READ },
      { line: 6, report: READ },
    ]);
    for (const pieces of [1, 10]) expect(read(text, { pieces })).toEqual(found);
    expect(read(bundle(PATIENT, READER, STUDY, REPORT), { pieces: 5 })).toMatchObject([{ line: 4, report: READ }]);
  });

  it('are found by whole addresses, and by roles', () => {
    const role = { resourceType: 'PractitionerRole', id: 'x', practitioner: { reference: 'Practitioner/d1' } };
    const far = {
      ...REPORT,
      resultsInterpreter: [{ reference: 'https://s.example/fhir/PractitionerRole/x/_history/3' }],
    };
    expect(read(bundle(far, role, READER, STUDY, PATIENT))).toMatchObject([{ report: READ }]);
  });

  it('say their text by what was presented, observed or told', () => {
    const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
    const text = (more: object): unknown => {
      const [one] = read(bundle(READER, { ...REPORT, conclusion: undefined, ...more }, OBSERVATION));
      return one !== undefined && 'report' in one ? one.report.sections.map((section) => section.text) : one;
    };
    const OBSERVATION = { resourceType: 'Observation', id: 'o1', code: { text: 'Findings' }, valueString: 'Seen.' };
    const html = '<p>Left &lt; right &amp; caf&#233;<br/>end</p><script>alert(1)</script><!-- no -->';
    expect(
      text({ presentedForm: [{ contentType: 'text/plain; charset=utf-8', data: base64('Café clear.') }] }),
    ).toEqual(['Café clear.']);
    expect(text({ presentedForm: [{ contentType: 'text/html', data: base64(html) }] })).toEqual([
      'Left < right & café\nend',
    ]);
    expect(
      text({ presentedForm: [{ contentType: 'application/pdf', data: 'JVBERi0=' }], text: { div: '<div>Told</div>' } }),
    ).toEqual(['Told']);
    expect(text({ result: [{ reference: 'Observation/o1' }], conclusion: 'So.' })).toEqual(['Seen.', 'So.']);
    expect(text({})).toEqual({ line: 2, refused: 'no-text' });
  });

  it.each([
    ['not-final', { ...REPORT, status: 'preliminary' }],
    ['not-final', { ...REPORT, status: 'brand-new' }],
    ['no-author', { ...REPORT, resultsInterpreter: [] }],
    ['bad-time', { ...REPORT, issued: '2026-03' }],
    ['no-time', { ...REPORT, issued: 7 }],
    ['no-number', { ...REPORT, identifier: [], id: undefined }],
    ['unreadable', { resourceType: 'DiagnosticReport', status: 7 }],
    ['unreadable', { nothing: true }],
    ['too-long', { ...REPORT, conclusion: 'x'.repeat(4_100_000) }],
  ])('refuses one line (%s) and reads the next', (refused, bad) => {
    const found = read(lines(PATIENT, READER, STUDY, bad, REPORT));
    expect(found).toMatchObject([
      { line: 4, refused },
      { line: 5, report: READ },
    ]);
  });

  it('refuses a line that is no JSON, or no UTF-8, alone', () => {
    const text = `${lines(READER)}\n{"resourceType":"Diag\n${JSON.stringify({ ...REPORT, conclusion: 'fa\xe7ade' })}\n${lines(REPORT)}`;
    expect(read(text, { encoding: 'latin1' })).toMatchObject([
      { line: 2, refused: 'unreadable' },
      { line: 3, refused: 'not-text' },
      { line: 4, report: { key: 'R-1' } },
    ]);
  });

  it('take back and correct', () => {
    const standing = (status: string): unknown => read(bundle({ ...REPORT, status }, READER, PATIENT, STUDY))[0];
    expect(standing('entered-in-error')).toMatchObject({ report: { standing: 'withdrawn' } });
    expect(standing('amended')).toMatchObject({ report: { standing: 'corrected' } });
    expect(standing('appended')).toMatchObject({ report: { standing: 'corrected', flags: ['addendum'] } });
  });

  it.each(['', '{', 'report_id,text', lines(PATIENT)])('refuses what is no report (%#)', (text) => {
    expect(codeThrown(() => read(text))).toBe('review/bad-source-file');
  });
});
