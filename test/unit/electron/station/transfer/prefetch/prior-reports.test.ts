import { describe, expect, it } from 'vitest';
import { priorReports } from '../../../../../../electron/station/transfer/prefetch/prior-reports.ts';
import type { PriorForReport } from '../../../../../../electron/station/transfer/prefetch/prior-reports.ts';

const prior = (own: Partial<PriorForReport> = {}): PriorForReport => ({
  ...{ studyUid: '1.2.3', complete: false, isSigned: false, modalities: ['CT'] },
  ...own,
});
const none = () => false;

describe('reports of priors', () => {
  it('are here where one of our own was signed, or one lies beside the images', () => {
    expect(priorReports([prior({ isSigned: true })], null, none)).toEqual({ wanted: 1, here: 1, unsaid: 0 });
    expect(priorReports([prior({ complete: true })], null, () => true)).toEqual({ wanted: 1, here: 1, unsaid: 0 });
  });

  it('are missing where the site tells of one in a prior that is not here', () => {
    expect(priorReports([prior({ modalities: ['CT', 'SR'] })], null, none)).toEqual({ wanted: 1, here: 0, unsaid: 0 });
    expect(priorReports([prior({ modalities: ['CT', 'DOC'] })], false, none)).toEqual({
      wanted: 1,
      here: 0,
      unsaid: 0,
    });
  });

  it('are not known where the site said nothing, and not wanted where it is set up to say', () => {
    expect(priorReports([prior()], null, none)).toEqual({ wanted: 0, here: 0, unsaid: 1 });
    expect(priorReports([prior()], false, none)).toEqual({ wanted: 0, here: 0, unsaid: 0 });
    expect(priorReports([prior({ complete: true })], true, none)).toEqual({ wanted: 0, here: 0, unsaid: 0 });
  });

  it('are not taken from a dose report: what came whole with no report among it has none', () => {
    const dose = prior({ complete: true, modalities: ['CT', 'SR'] });
    expect(priorReports([dose], true, none)).toEqual({ wanted: 0, here: 0, unsaid: 0 });
    expect(priorReports([dose], null, none)).toEqual({ wanted: 0, here: 0, unsaid: 1 });
  });
});
