import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recistLedger } from '../../../../../shared/rules/recist/ledger.ts';
import type { TimePoint } from '../../../../../shared/rules/recist/ledger.ts';
import { newLesionsOf, nonTargetResponse } from '../../../../../shared/rules/recist/non-target-response.ts';
import {
  bestOverallResponse,
  overallReason,
  overallResponse,
} from '../../../../../shared/rules/recist/overall-response.ts';
import { sumOfDiameters } from '../../../../../shared/rules/recist/sum-of-diameters.ts';
import { targetResponse } from '../../../../../shared/rules/recist/target-response.ts';
import { measurableLesion, targetChoiceProblems } from '../../../../../shared/rules/recist/measurable.ts';
import type { FoundTarget, TargetFinding } from '../../../../../shared/rules/recist/lesions.ts';

const lesion = (uid: string, finding: TargetFinding): FoundTarget => ({
  lesion: { trackingUid: uid, node: false, organ: 'liver' },
  finding,
});
const node = (uid: string, mm: number): FoundTarget => ({
  lesion: { trackingUid: uid, node: true, organ: 'mediastinum' },
  finding: { kind: 'measured', mm },
});
const mass = (mm: number): FoundTarget => lesion('1', { kind: 'measured', mm });
const point = (date: string, ...targets: FoundTarget[]): TimePoint => ({
  date,
  targets,
  nonTargets: null,
  newLesions: 'none',
});
const answer = (baseline: number, nadir: number, now: number): string =>
  targetResponse(sumOfDiameters([mass(now)]), { baseline, nadir, completeBefore: false }).response;

describe('response of target lesions', () => {
  it.each([
    [30, 20, 24, 'SD'],
    [50, 25, 30, 'PD'],
    [100, 100, 70, 'PR'],
    [100, 100, 70.1, 'SD'],
    [100, 100, 30, 'PR'],
    [100, 100, 120, 'PD'],
    [100, 100, 119.9, 'SD'],
  ])('baseline %s, nadir %s, now %s: %s', (baseline, nadir, now, wanted) => {
    expect(answer(baseline, nadir, now)).toBe(wanted);
  });

  it('is complete when nodes alone are under 10 mm, though the sum is not 0', () => {
    const ledger = recistLedger([point('20260101', node('1', 16)), point('20260401', node('1', 9))]);
    expect(ledger.lines[1]).toMatchObject({ sum: { mm: 9 }, target: 'CR', overall: 'CR' });
  });

  it('cannot be evaluated while a lesion was not looked at, unless what was seen is progression already', () => {
    const unseen = lesion('2', { kind: 'not-evaluated', reason: 'pelvis not examined' });
    const baseline = point('20260101', mass(20), lesion('2', { kind: 'measured', mm: 10 }));
    const quiet = recistLedger([baseline, point('20260401', mass(5), unseen)]);
    expect(quiet.lines[1]).toMatchObject({ target: 'NE', overall: 'NE', nadir: 30 });
    const grown = recistLedger([baseline, point('20260401', mass(36), unseen)]);
    expect(grown.lines[1]).toMatchObject({ target: 'PD', overall: 'PD' });
  });

  it('is compared with no baseline that lacks a lesion: every later sum would look grown', () => {
    const unseen = lesion('2', { kind: 'not-evaluated', reason: 'pelvis not examined' });
    const found = lesion('2', { kind: 'measured', mm: 40 });
    const points = [point('1', mass(20), unseen), point('2', mass(20), found), point('3', mass(20), found)];
    const { lines } = recistLedger(points);
    expect(lines.map(({ target, nadir }) => [target, nadir])).toEqual([
      [null, null],
      ['NE', 60],
      ['NE', 60],
    ]);
    expect(lines[1]?.reason).toContain('baseline');
  });

  it('is progression when a lesion is there again after all were gone, though under 5 mm', () => {
    const points = [point('1', mass(20)), point('2', lesion('1', { kind: 'gone' })), point('3', mass(4))];
    expect(recistLedger(points).lines.map((line) => line.target)).toEqual([null, 'CR', 'PD']);
  });

  it('counts 5 mm for what is too small, adds pieces, and takes a merged lesion once without calling it gone', () => {
    expect(sumOfDiameters([lesion('1', { kind: 'too-small' })])).toMatchObject({ mm: 5, allNormal: false });
    expect(sumOfDiameters([lesion('1', { kind: 'split', pieces: [8, 4] })]).mm).toBe(12);
    const merged = sumOfDiameters([mass(0), lesion('2', { kind: 'merged', into: '1' })]);
    expect(merged).toMatchObject({ mm: 0, allNormal: false });
  });

  it('refuses a node without a value, and a length below 0', () => {
    const gone: FoundTarget = { ...node('1', 1), finding: { kind: 'gone' } };
    expect(() => sumOfDiameters([gone])).toThrow(expect.objectContaining({ code: 'measure/bad-values' }));
    expect(() => sumOfDiameters([mass(-1)])).toThrow(expect.objectContaining({ code: 'measure/bad-values' }));
  });

  it('never improves when a lesion grows (property)', () => {
    const order = ['CR', 'PR', 'SD', 'PD'];
    const length = fc.integer({ min: 1, max: 2000 }).map((tenths) => tenths / 10);
    const all = fc.assert(
      fc.property(length, length, length, length, (a, b, now, more) => {
        const reference = { baseline: Math.max(a, b), nadir: Math.min(a, b), completeBefore: false };
        const of = (mm: number): number =>
          order.indexOf(targetResponse(sumOfDiameters([mass(mm)]), reference).response);
        return of(now + more) >= of(now);
      }),
    );
    expect(all).toBeUndefined();
  });
});

describe('overall response', () => {
  it.each([
    ['CR', 'CR', 'none', 'CR'],
    ['CR', null, 'none', 'CR'],
    ['CR', 'Non-CR/Non-PD', 'none', 'PR'],
    ['CR', 'NE', 'none', 'PR'],
    ['PR', 'NE', 'none', 'PR'],
    ['SD', 'Non-CR/Non-PD', 'none', 'SD'],
    ['NE', 'CR', 'none', 'NE'],
    ['PD', 'CR', 'none', 'PD'],
    ['CR', 'PD', 'none', 'PD'],
    ['PR', 'CR', 'unequivocal', 'PD'],
    ['PR', 'CR', 'equivocal', 'PR'],
    [null, 'Non-CR/Non-PD', 'none', 'Non-CR/Non-PD'],
    [null, null, 'none', 'NE'],
  ] as const)('target %s, non-target %s, new %s: %s', (target, nonTarget, fresh, wanted) => {
    expect(overallResponse(target, nonTarget, fresh)).toBe(wanted);
  });

  it.each([
    ['PR', 'CR', 'unequivocal', /new lesion/],
    ['PR', 'PD', 'none', /non-target lesions have progressed/],
    ['CR', 'Non-CR/Non-PD', 'none', /still there/],
    ['CR', 'NE', 'none', /not all/],
    [null, 'CR', 'none', /only/],
    ['SD', 'CR', 'none', null],
  ] as const)('target %s, non-target %s, new %s: says why', (target, nonTarget, fresh, words) => {
    const reason = overallReason(target, nonTarget, fresh);
    if (words === null) expect(reason).toBeNull();
    else expect(reason).toMatch(words);
  });

  it.each([
    [[], null],
    [['gone', 'gone'], 'CR'],
    [['gone', 'present'], 'Non-CR/Non-PD'],
    [['gone', null], 'NE'],
    [['present', 'not-evaluated'], 'NE'],
    [[null, 'progressed'], 'PD'],
  ] as const)('non-target lesions %o: %s', (findings, wanted) => {
    expect(nonTargetResponse(findings)).toBe(wanted);
  });

  it('takes no new lesion back that was unequivocal once', () => {
    expect(newLesionsOf([['unequivocal', 'gone']])).toBe('unequivocal');
    expect(newLesionsOf([['equivocal', null]])).toBe('equivocal');
    expect(newLesionsOf([['equivocal', 'gone']])).toBe('none');
    expect(newLesionsOf([])).toBe('none');
  });

  it('keeps a partial response as the best though the sum grows a little after it', () => {
    const { lines, best } = recistLedger(
      [100, 70, 70, 80, 80].map((mm, at) => point(`2026010${String(at)}`, mass(mm))),
    );
    expect(lines.map((line) => line.target)).toEqual([null, 'PR', 'PR', 'SD', 'SD']);
    expect(best).toBe('PR');
  });

  it('counts nothing after the first progression', () => {
    expect(bestOverallResponse(['SD', 'PD', 'CR'])).toBe('SD');
    expect(bestOverallResponse([])).toBeNull();
  });
});

describe('a lesion that may be a target', () => {
  const base = {
    node: false,
    organ: 'liver',
    mm: 10,
    seenOn: 'CT',
    sliceMm: 5,
    withoutMass: false,
    irradiated: false,
    progressedSinceRadiation: false,
  } as const;
  it.each([
    [base, true],
    [{ ...base, mm: 9.9 }, false],
    [{ ...base, sliceMm: 7, mm: 13 }, false],
    [{ ...base, sliceMm: 7, mm: 14 }, true],
    [{ ...base, node: true, mm: 14.9 }, false],
    [{ ...base, node: true, mm: 15 }, true],
    [{ ...base, seenOn: 'chest radiograph', mm: 19 }, false],
    [{ ...base, withoutMass: true, mm: 50 }, false],
    [{ ...base, irradiated: true, mm: 50 }, false],
    [{ ...base, irradiated: true, progressedSinceRadiation: true, mm: 50 }, true],
  ] as const)('%o: %s', (candidate, wanted) => {
    expect(measurableLesion(candidate).measurable).toBe(wanted);
  });

  it('is one of at most five, two of an organ, all nodes being one', () => {
    const nodes = [1, 2, 3].map((at) => ({ node: true, organ: `station ${String(at)}` }));
    expect(targetChoiceProblems(nodes)).toEqual(['more than 2 targets: lymph nodes']);
    const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((organ) => ({ node: false, organ }));
    expect(targetChoiceProblems(six)).toEqual(['more than 5 target lesions']);
    expect(targetChoiceProblems(six.slice(1))).toEqual([]);
  });
});
