import { PersonId, ReportId } from '../model/ids.ts';
import type { ReportTemplate } from '../model/report.ts';
import { paragraphsOf } from './plain-text.ts';
import type { SignedDocument } from './signed-document.ts';

/** What receivers were seen to cut, drop or double, a kind a line. Nothing of a person is in it. */
const LINES = [
  'TEST MESSAGE: made up, of nobody.',
  'Nodule < 5 mm & > 3 mm, | ^ ~ \\ and "quotes"; 50 % ± 2, µ ° ½.',
  'Größe, naïve, Zażółć; 右肺; صدر; emoji \u{1F44D}; e\u0301 combined.',
  '',
  'A line after an empty one.',
];

/** An id of ours that no report has. */
const NOBODY = '0'.repeat(26);

/** A signed report that was never written, as a test of what a receiver makes of ours. Always marked as an evaluation: MSH-11 says T. */
export function madeUpReport(
  template: ReportTemplate,
  { at, zone, site }: { at: string; zone: string; site: string },
): SignedDocument {
  // The control id (MSH-10) is made of it, and another test is another message.
  const reportId = ReportId.parse(`t${at.replaceAll(/\D/g, '').slice(0, 17).padEnd(25, '0')}`);
  return {
    ...{
      format: 1,
      reportId,
      state: 'final',
      template,
      at,
      zone,
      acknowledged: [],
      evaluation: true,
      predecessor: null,
    },
    content: {
      sections: template.sections.map(({ sectionId, fields }) => ({
        sectionId,
        paragraphs: paragraphsOf(sectionId === 'findings' ? LINES.join('\n') : 'TEST'),
        fields: Object.fromEntries(fields.map(({ fieldId }) => [fieldId, ''])),
      })),
    },
    patient: {
      ...{ patientId: 'TEST-0000', issuer: site, birthDate: '19000101', sex: 'O' },
      name: { alphabetic: 'TEST^NIGHTJAR', ideographic: '', phonetic: '' },
    },
    study: {
      ...{ studyUid: '2.25.0', date: at.slice(0, 10).replaceAll('-', ''), time: '000000', accession: 'TEST' },
      ...{ description: 'TEST MESSAGE', referring: null, institution: site, modalities: ['OT'] },
    },
    ...{ measurements: [], evidence: [], objectsReceived: 0, objectsExpected: null, objectsHash: '0'.repeat(64) },
    signer: { personId: PersonId.parse(NOBODY), name: 'TEST' },
    uids: { series: '2.25.0', report: '2.25.0', measurementSeries: '2.25.0', measurements: null },
  };
}
