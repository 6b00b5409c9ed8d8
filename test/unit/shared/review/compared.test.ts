import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { ReviewFinding } from '../../../../shared/model/review/finding.ts';
import { Lexicon } from '../../../../shared/report/language/lexicon.ts';
import { comparedFindings } from '../../../../shared/review/align/compared.ts';

const file = path.join(import.meta.dirname, '../../../../resources/checks/lexicon.json');
const lexicon = new Lexicon(JSON.parse(readFileSync(file, 'utf8')));
const NODULE: ReviewFinding = {
  ...{ findingId: 'f1', what: 'Nodule', code: null, where: 'upper lobe', side: 'right', sizes: [12, 8] },
  ...{ measurementId: null, certainty: 'definite', image: null },
};
const report = [{ title: 'Findings', text: 'Nodule of 12 x 8 mm in the right upper lobe.' }];

it.each([
  ['side and size', NODULE, 'same', 'Nodule, upper lobe, right, 12 x 8 mm'],
  ['doubt', { ...NODULE, certainty: 'possible' }, 'certainty', 'Nodule, upper lobe, right, 12 x 8 mm, possible'],
  [
    'denial',
    { ...NODULE, certainty: 'absent', sizes: [] },
    'negation',
    'Nodule, upper lobe, right, looked for, not there',
  ],
] as const)('shows all of what the reviewer entered: %s', (_, own, kind, reviewer) => {
  const compared = comparedFindings(report, { findings: [{ ...own, sizes: [...own.sizes] }], text: '' }, lexicon);
  expect(compared).toEqual([{ kind, report: report[0]?.text.replace(/\.$/, ''), reviewer }]);
});
