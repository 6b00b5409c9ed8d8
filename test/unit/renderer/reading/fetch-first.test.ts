import { describe, expect, it } from 'vitest';
import { fetchFirst } from '../../../../renderer/reading/fetch-first.ts';
import { studyId, worklistRow } from '../helpers/worklist-rows.ts';

const studies = [{ study: worklistRow(1) }, { study: worklistRow(2) }];
const series = { seriesUid: '1.2.3', received: 4, expected: 10 };

describe('a series that is put on the glass before it is here', () => {
  it('is asked for before all else, of the current study and of a prior', () => {
    expect(fetchFirst(studies, studyId(2), series)).toEqual({ studyUid: '2.25.2', seriesUid: '1.2.3', rank: 'glass' });
    expect(fetchFirst(studies, studyId(1), { ...series, received: 0 })).toMatchObject({ studyUid: '2.25.1' });
  });

  it('is not asked for where all that anybody told of is here, or it is of no study of the desk', () => {
    expect(fetchFirst(studies, studyId(1), { ...series, received: 10 })).toBeNull();
    expect(fetchFirst(studies, studyId(1), { ...series, expected: null })).toBeNull();
    expect(fetchFirst(studies, studyId(3), series)).toBeNull();
  });
});
