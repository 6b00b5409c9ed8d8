import { describe, expect, it } from 'vitest';
import { ProgrammeId } from '../../../../shared/model/ids.ts';
import { MyFigurePlot } from '../../../../shared/model/review/my-figures.ts';
import type { MyProgrammeFigures } from '../../../../shared/model/review/my-figures.ts';
import { myFiguresCsv } from '../../../../shared/review/my-figures-csv.ts';
import { idText } from './made-up.ts';

const MINE: MyProgrammeFigures = {
  ...{ programmeId: ProgrammeId.parse(idText(1)), name: 'Chest', kind: 'radpeer', minimumN: 10, settled: 20 },
  total: { cases: 20, events: 4, rate: 0.2, low: 0.081, high: 0.416 },
  by: (['modality', 'region', 'shift'] as const).map((dimension) => ({
    dimension,
    rows: [{ key: `few of ${dimension}`, shown: null }],
  })),
  months: [{ key: '2026-10', shown: null }],
  group: { cases: 60, least: 6, most: 8, low: 0.05, high: 0.24, until: '2026-10' },
  funnel: { place: 'within', lines: [{ cases: 30, low95: 0, high95: 0.3, low998: 0, high998: 0.4 }] },
  lessons: [
    {
      ...{ name: 'CASE-7K2M4P9Q', at: '2026-10-20T10:00:00.000Z', modality: 'CT', region: 'chest' },
      ...{ learningPoint: 'Look at the apices last.', errorClass: 'perception', greatCall: false },
    },
  ],
};
const linesOf = (mine: MyProgrammeFigures, plot: MyFigurePlot): readonly string[] =>
  myFiguresCsv(mine, [plot]).trimEnd().split('\r\n').slice(1, -1);

describe('the tables behind the plots of one’s own figures, as CSV', () => {
  it('has oneself exactly and the others as bounds alone', () => {
    expect(linesOf(MINE, 'beside')).toEqual([
      'beside,you,rate,0.2,0.081,0.416,20,4,',
      'beside,the others,rate,,0.05,0.24,60,,counted: 6 to 8; until the end of 2026-10',
    ]);
    const exact = { ...MINE, group: { cases: 60, least: 6, most: 6, low: 0.05, high: 0.2, until: '2026-10' } };
    expect(linesOf(exact, 'beside')[1]).toBe('beside,the others,rate,0.1,0.05,0.2,60,6,until the end of 2026-10');
  });

  it('says of what is too few that it is, with no number beside it', () => {
    const few = { ...MINE, total: null, group: null, funnel: null };
    for (const plot of ['beside', 'funnel', 'modality', 'region', 'shift', 'months'] as const) {
      for (const line of linesOf(few, plot)) {
        expect(line, plot).toMatch(/^[^,]*,[^,]*,rate,,,,,,"?fewer than 10 cases/);
      }
    }
  });

  it('has every plot, and of what was learned only how much there was by when', () => {
    const all = myFiguresCsv(MINE);
    for (const plot of MyFigurePlot.options) expect(all).toContain(`\r\n${plot},`);
    expect(all).toContain('lessons,2026-10-20,added up,1,,,,,');
    for (const words of ['apices', 'CASE-']) expect(all).not.toContain(words);
    expect(all).toContain('Confidential peer review document');
  });
});
