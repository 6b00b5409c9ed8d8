import { child, codedItem, container, textItem } from '../../electron/station/dicom/write/content-item.ts';
import type { Code } from '../../shared/model/report.ts';
import { document } from './program-reports.ts';
import type { OfStudy } from './program-reports.ts';

const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });

/** A report in words (TID 2000), as a program writes it: a device observed, nobody verified. `person`: somebody observed with it. */
export function programText(of: OfStudy, person = false): Uint8Array {
  const section = (code: Code, of: Code, words: string) =>
    child('CONTAINS', container(code, null), child('CONTAINS', textItem(of, words)));
  return document({
    ...{ of, number: 920, sopClass: '1.2.840.10008.5.1.4.1.1.88.22', template: '2000', description: 'Draft' },
    title: { value: '18748-4', scheme: 'LN', meaning: 'Diagnostic imaging report' },
    children: [
      child(
        'HAS CONCEPT MOD',
        codedItem(dcm('121049', 'Language of Content Item and Descendants'), {
          value: 'en',
          scheme: 'RFC5646',
          meaning: 'English',
        }),
      ),
      child(
        'HAS OBS CONTEXT',
        codedItem(dcm('121005', 'Observer Type'), person ? dcm('121006', 'Person') : dcm('121007', 'Device')),
      ),
      child('HAS OBS CONTEXT', textItem(dcm('121013', 'Device Observer Name'), 'Draft Writer')),
      section(dcm('121070', 'Findings'), dcm('121071', 'Finding'), 'Nodule of 6 mm.\nNo effusion.'),
      section(dcm('121076', 'Conclusions'), dcm('121077', 'Conclusion'), 'A nodule.'),
    ],
  });
}
