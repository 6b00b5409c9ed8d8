import { describe, expect, it } from 'vitest';
import type { NewStationCheck, StationCheck } from '../../../../../shared/model/station-check.ts';
import { NewStationCheck as Schema } from '../../../../../shared/model/station-check.ts';
import { checkText } from '../../../../../shared/rules/station-check/check-text.ts';
import { judgeReadings, wantedLuminances } from '../../../../../shared/rules/station-check/monitor-readings.ts';
import {
  checkStanding,
  COUNTS_DAYS,
  hasPassed,
  isMeasured,
} from '../../../../../shared/rules/station-check/standing.ts';
import { CHECKED_ON, gsdfDisplay, MONITOR_CHECKED, PICTURES_CHECKED } from '../../../../helpers/station-checks.ts';

const AT = '2026-11-01T10:00:00.000Z';
const NOW = '2026-11-22T10:00:00.000Z';
const record = (result: NewStationCheck, at = AT): StationCheck => ({
  ...{ checkId: at, at, by: 'p', byName: 'Dr. Ada Reader', result: Schema.parse(result) },
});
const measured = (change: Partial<typeof MONITOR_CHECKED> = {}): StationCheck[] => [
  record({ ...MONITOR_CHECKED, ...change }),
];

describe('the record of a monitor', () => {
  it('takes the doubt away while it is of this monitor, program and driver, whole, within the limits and not too old', () => {
    expect(isMeasured(measured(), CHECKED_ON, NOW)).toBe(true);
  });

  const later = new Date(Date.parse(AT) + (COUNTS_DAYS + 1) * 86_400_000).toISOString();
  const [first, ...others] = MONITOR_CHECKED.answers;
  it.each([
    ['nobody looked', [], CHECKED_ON, NOW],
    ['another program', measured(), { ...CHECKED_ON, version: '0.2.0' }, NOW],
    ['another Electron', measured(), { ...CHECKED_ON, electron: '46.0.0' }, NOW],
    ['another driver', measured(), { ...CHECKED_ON, driver: 'vendor 10de, driver 571' }, NOW],
    ['another card', measured(), { ...CHECKED_ON, renderer: 'Another' }, NOW],
    ['a monitor that is not known', measured(), { ...CHECKED_ON, monitor: null }, NOW],
    ['too old', measured(), CHECKED_ON, later],
    ['a clock that was put back', measured(), CHECKED_ON, '2026-10-01T00:00:00.000Z'],
    ['no photometer', measured({ readings: null }), CHECKED_ON, NOW],
    ['a pattern that nobody looked at', measured({ answers: others }), CHECKED_ON, NOW],
    ['a part of the monitor', measured({ wholeScreen: false }), CHECKED_ON, NOW],
    ['a pattern failed', measured({ answers: first ? [{ ...first, pass: false }, ...others] : [] }), CHECKED_ON, NOW],
    [
      'readings outside the limits',
      measured({
        readings: { instrument: '', luminances: gsdfDisplay(1.1, 420).map((one, at) => (at === 9 ? one * 1.2 : one)) },
      }),
      ...([CHECKED_ON, NOW] as const),
    ],
    [
      'a later check that failed',
      [...measured(), record({ ...MONITOR_CHECKED, readings: null }, '2026-11-02T10:00:00.000Z')],
      CHECKED_ON,
      NOW,
    ],
  ])('does not: %s', (_why, checks, here, now) => {
    expect(isMeasured(checks, here, now)).toBe(false);
  });

  it('of another monitor says nothing of this one', () => {
    const here = { ...CHECKED_ON, monitor: CHECKED_ON.monitor && { ...CHECKED_ON.monitor, key: '2 another' } };
    expect(checkStanding(measured(), 'monitor', here, NOW).state).toBe('none');
  });
});

describe('the record of pictures', () => {
  it('stands, fails, and goes out of date with the reason', () => {
    const checks = [record(PICTURES_CHECKED)];
    expect(checkStanding(checks, 'pictures', CHECKED_ON, NOW).state).toBe('passed');
    const [step] = PICTURES_CHECKED.steps;
    const failed = { ...PICTURES_CHECKED, steps: step ? [{ ...step, state: 'failed' as const }] : [] };
    expect(hasPassed(failed)).toBe(false);
    expect(checkStanding([record(failed)], 'pictures', CHECKED_ON, NOW).state).toBe('failed');
    const newer = checkStanding(checks, 'pictures', { ...CHECKED_ON, version: '0.2.0' }, NOW);
    expect([newer.state, newer.why]).toEqual(['stale', ['the program was 0.1.0 then']]);
    // What only warns shows nothing wrongly.
    expect(hasPassed({ ...failed, steps: step ? [{ ...step, state: 'warning' }] : [] })).toBe(true);
  });
});

describe('readings of a photometer', () => {
  it('of a display that follows the function are within the limits, whatever its black and white', () => {
    for (const [black, white] of [
      [1, 350],
      [0.8, 500],
      [2, 1000],
    ] as const) {
      // prettier-ignore
      const { ok, worst, deviations } = judgeReadings(gsdfDisplay(black, white));
      expect(ok).toBe(true);
      expect(worst ?? 1).toBeLessThan(0.01);
      expect(deviations).toHaveLength(17);
    }
    expect(wantedLuminances(1.1, 420)?.map((one) => one.toFixed(3))).toEqual(
      gsdfDisplay(1.1, 420).map((one) => one.toFixed(3)),
    );
  });

  it('are refused with the reason: too dark, too little range, a power law, not rising', () => {
    expect(judgeReadings(gsdfDisplay(0.5, 200)).faults).toEqual(['white is 200 cd/m²; 350 is the least']);
    expect(judgeReadings(gsdfDisplay(4, 400)).faults).toEqual(['white is 100 times black; 250 is the least']);
    const power = Array.from({ length: 18 }, (_, at) => 1.4 + 420 * (at / 17) ** 2.2);
    expect(judgeReadings(power).faults[0]).toMatch(/^the contrast is wrong by up to/);
    expect(judgeReadings([...gsdfDisplay(1, 400)].reverse()).deviations).toBeNull();
  });
});

it('a record as text says who, when, on what and how it ended, and holds its lines', () => {
  const text = checkText(record({ ...MONITOR_CHECKED, wholeScreen: false }));
  for (const part of [
    'PASSED',
    'Dr. Ada Reader',
    AT,
    'Some card',
    'driver 570.1',
    'a part of the monitor only',
    'within the limits',
  ]) {
    expect(text).toContain(part);
  }
  expect(text.split('\n').filter((line) => /^ {2}pass/.test(line))).toHaveLength(8);
  expect(checkText(record(PICTURES_CHECKED))).toContain('19 of 19 transfer syntaxes');
});
