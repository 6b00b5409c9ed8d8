import { describe, expect, it } from 'vitest';
import {
  isAnythingLeft,
  loopsOf,
  namesOf,
  toDeliver,
  whatIsLeft,
} from '../../../../../renderer/app/end-of-shift/what-is-left.ts';
import { PersonId, StudyId } from '../../../../../shared/model/ids.ts';
import { idOf } from '../../../../helpers/report-document.ts';
import type { Outgoing } from '../../../../../shared/model/outbox.ts';

const study = (n: number): StudyId => StudyId.parse(String(n).repeat(26));
const row = (n: number, state: Outgoing['state'], mayBeTwice = false) => ({
  ...{ studyId: study(n), state, mayBeTwice, commitment: null },
});

const NO_LOOPS = { mine: [], others: [] };

describe('what is left at the end of a shift', () => {
  it('is nothing where everything is signed and delivered', () => {
    const outgoing = [row(1, 'delivered'), row(2, 'dropped')];
    expect(isAnythingLeft(whatIsLeft([{ studyId: study(1), reportState: 'final' }], outgoing, [], NO_LOOPS))).toBe(
      false,
    );
    expect(toDeliver(outgoing, []).size).toBe(0);
  });

  it('is a signed report that nobody was sent, whoever it is for', () => {
    const left = whatIsLeft([{ studyId: study(1), reportState: 'final' }], [], [{ studyId: study(1) }], NO_LOOPS);
    expect(isAnythingLeft(left)).toBe(true);
  });

  it('is a signed report of which more images came since', () => {
    const left = whatIsLeft([{ studyId: study(1), reportState: 'final', imagesSince: 2 }], [], [], NO_LOOPS);
    expect([...left.grown]).toEqual([study(1)]);
    const named = new Map([1, 2, 3, 4, 5, 6].map((n) => [study(n), { accession: `ACC${n}`, description: null }]));
    expect(namesOf(named, left.grown)).toBe('ACC1');
    expect(namesOf(named, new Set(named.keys()))).toBe('ACC1, ACC2, ACC3, ACC4 + 2 more');
    expect(isAnythingLeft(left)).toBe(true);
  });

  it('is each draft, and each study of which something waits, is held or refused, once', () => {
    const outgoing = [
      row(1, 'waiting'),
      row(1, 'sending'),
      row(2, 'held'),
      row(3, 'refused'),
      row(4, 'delivered', true),
    ];
    const left = whatIsLeft(
      [
        { studyId: study(5), reportState: 'draft' },
        { studyId: study(6), reportState: 'preliminary' },
        { studyId: study(3), reportState: 'none', kept: { pin: 'claimed', mine: true } },
        { studyId: study(4), reportState: 'none', kept: { pin: 'claimed', mine: false } },
        { studyId: study(5), reportState: 'draft', kept: { pin: 'claimed', mine: true } },
        { studyId: study(9), reportState: 'none', hold: { cause: 'priors', note: '', at: '2026-03-01T02:20:00.000Z' } },
      ],
      outgoing,
      [{ studyId: study(7) }],
      { mine: [{ studyId: study(8) }, { studyId: study(8) }], others: [{ studyId: study(1) }] },
    );
    const sizes = Object.fromEntries(Object.entries(left).map(([name, studies]) => [name, [...studies]]));
    expect(sizes).toEqual({
      ...{ drafts: [study(5)], preliminary: [study(6)], grown: [], held: [study(2)], attention: [study(3), study(4)] },
      ...{ waiting: [study(1)], nowhere: [study(7)], untold: [study(8)], onHold: [study(9)] },
      ...{ handedOver: [study(1)], claimed: [study(3)] },
    });
    expect([...toDeliver(outgoing, [{ studyId: study(7) }])]).toEqual([1, 2, 3, 4, 7].map(study));
  });

  it('tells an open finding of the reader from one that was handed over', () => {
    const [ada, cem] = [PersonId.parse(idOf('ada')), PersonId.parse(idOf('cem'))];
    const own = { identifiedBy: ada, events: [] };
    const given = {
      identifiedBy: ada,
      events: [{ kind: 'handed-over' as const, by: ada, at: '', to: cem, name: 'Cem' }],
    };
    expect(loopsOf([own, given], ada)).toEqual({ mine: [own], others: [given] });
    expect(loopsOf([own, given], cem)).toEqual({ mine: [given], others: [own] });
    expect(loopsOf([own, given], null).mine).toHaveLength(2);
  });
});
