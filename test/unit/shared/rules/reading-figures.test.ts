import { describe, expect, it } from 'vitest';
import type { Communication } from '../../../../shared/model/communication.ts';
import { CommunicationId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import { readingFigures } from '../../../../shared/rules/figures/reading-figures.ts';
import type { FiguresInput } from '../../../../shared/rules/figures/reading-figures.ts';
import { idOf } from '../../../helpers/report-document.ts';

const FROM = Date.parse('2026-11-20T00:00:00Z');
const TO = Date.parse('2026-11-23T00:00:00Z');
const at = (hours: number, minutes = 0): number => FROM + hours * 3_600_000 + minutes * 60_000;
const figures = (more: Partial<FiguresInput>) =>
  readingFigures({ ...{ from: FROM, to: TO, cases: [], acts: [], communications: [] }, ...more });

function loop(category: 1 | 2 | 3, begun: number, told: number | null): Communication {
  const by = PersonId.parse(idOf('reader'));
  const to = { name: 'Dr Amsel', role: 'Physician', number: null };
  return {
    communicationId: CommunicationId.parse(idOf(`loop ${begun}`)),
    ...{ studyId: StudyId.parse(idOf('study')), reportId: null, category, finding: 'Free air', policyId: 'p' },
    ...{ identifiedBy: by, identifiedAt: new Date(begun).toISOString() },
    events:
      told === null
        ? []
        : [
            {
              ...{ kind: 'communicated', by, at: new Date(told).toISOString(), method: 'phone', to },
              ...{ readBack: true, offline: false },
            },
          ],
  };
}

describe('how reading went', () => {
  it('says nothing where nothing happened', () => {
    expect(figures({})).toMatchObject({ turnaround: [], interruptions: [], openLoops: [], told: [] });
  });

  it('measures each class against what was promised, else against the usual time', () => {
    const { turnaround } = figures({
      cases: [
        { class: 'stat', from: at(1), signed: at(1, 20), due: at(1, 45) },
        { class: 'stat', from: at(2), signed: at(3), due: at(2, 45) },
        { class: 'routine', from: at(1), signed: at(30), due: null },
        { class: 'none', from: at(1), signed: at(40), due: null },
        // Before the days that are asked about.
        { class: 'stat', from: at(-3), signed: at(-2), due: null },
      ],
    });
    expect(turnaround.map((one) => [one.class, one.target, one.inTime, one.total])).toEqual([
      ['stat', 45, 1, 2],
      ['routine', 1440, 0, 1],
      ['none', null, 1, 1],
    ]);
    expect(turnaround[0]?.points.map(({ minutes }) => minutes)).toEqual([20, 60]);
  });

  it('counts a case that was left for another and signed later as interrupted, in its hour', () => {
    const { interruptions } = figures({
      acts: [
        { at: at(1), kind: 'opened', patient: 'a' },
        { at: at(1, 5), kind: 'opened', patient: 'a' },
        { at: at(2), kind: 'opened', patient: 'b' },
        { at: at(2, 10), kind: 'signed', patient: 'b' },
        { at: at(2, 11), kind: 'opened', patient: 'a' },
        { at: at(2, 30), kind: 'signed', patient: 'a' },
        { at: at(3), kind: 'opened', patient: 'c' },
        // Looked at and never signed: nothing was interrupted.
        { at: at(4), kind: 'opened', patient: 'd' },
      ],
    });
    expect(interruptions.map(({ at: hour, count }) => [(hour - FROM) / 3_600_000, count])).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
    ]);
  });

  it('counts no case that its reader had closed before the next one', () => {
    const { interruptions } = figures({
      acts: [
        { at: at(1), kind: 'opened', patient: 'a' },
        { at: at(1, 5), kind: 'closed', patient: 'a' },
        { at: at(2), kind: 'opened', patient: 'b' },
        // Opened again, and left.
        { at: at(3), kind: 'opened', patient: 'a' },
        { at: at(4), kind: 'opened', patient: 'c' },
        { at: at(5), kind: 'opened', patient: 'a' },
        { at: at(5, 9), kind: 'signed', patient: 'a' },
      ],
    });
    expect(interruptions.map(({ count }) => count)).toEqual([0, 1, 0]);
  });

  it('counts open loops by day, and what was told in time by category', () => {
    const { openLoops, told } = figures({
      communications: [
        loop(1, at(1), at(1, 30)),
        loop(1, at(5), at(7)),
        loop(2, at(20), at(30)),
        loop(3, at(40), null),
      ],
    });
    expect(openLoops.map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(told.map(({ category, inTime, total, open }) => [category, inTime, total, open])).toEqual([
      [1, 1, 2, 0],
      [2, 0, 1, 0],
      [3, 0, 0, 1],
    ]);
  });
});
