import { expect, it } from 'vitest';
import { saidRole } from '../../../../renderer/reading/other-study.ts';
import { studyOf } from '../../shared/hanging/studies.ts';

it('a study of the same moment is another accession of one examination, and no prior of it', () => {
  const at = (n: number, studyDate: string, studyTime: string) => {
    const one = studyOf(n, []);
    return { ...one, study: { ...one.study, studyDate, studyTime } };
  };
  const [current, sibling, prior] = [at(1, '20260901', '0800'), at(2, '20260901', '080000'), at(3, '20250901', '0800')];
  const open = { status: 'open', current, priors: [sibling, prior] };
  expect([current, sibling, prior].map(({ study }) => saidRole(open as never, study.studyId))).toEqual([
    'current',
    'sibling',
    'prior',
  ]);
});
