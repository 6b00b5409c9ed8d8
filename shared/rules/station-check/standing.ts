import type { CheckedOn, MonitorCheck, NewStationCheck, StationCheck } from '../../model/station-check.ts';
import { judgeReadings } from './monitor-readings.ts';
import { TEST_PATTERNS } from './patterns.ts';

/**
 * How long a check counts, days. The societies ask for a measurement of the grey scale at least every year (rule 3.14, known
 * and not read there); half a year is this program's own, stricter choice.
 */
export const COUNTS_DAYS = 182;
const DAY_MS = 86_400_000;

/** passed and failed count now; stale: something is another than at the check, or it is too old. */
export interface CheckStanding {
  readonly state: 'none' | 'passed' | 'failed' | 'stale';
  readonly check: StationCheck | null;
  /** Why it is stale, in words. */
  readonly why: readonly string[];
}

export function hasPassed(result: NewStationCheck): boolean {
  return result.kind === 'pictures'
    ? result.steps.every(({ state }) => state !== 'failed')
    : result.answers.every(({ pass }) => pass) &&
        (result.readings === null || judgeReadings(result.readings.luminances).ok);
}

/**
 * How the last check of a kind stands for this place. Pictures: of the program and the card, wherever the window stood. Monitor:
 * of the monitor that the window stands on.
 * @param now ISO 8601
 */
export function checkStanding(
  checks: readonly StationCheck[],
  kind: NewStationCheck['kind'],
  here: CheckedOn,
  now: string,
): CheckStanding {
  const check = lastOf(checks, kind, kind === 'monitor' ? (here.monitor?.key ?? null) : undefined);
  if (check === null) return { state: 'none', check, why: [] };
  const why = staleness(check, here, now);
  if (why.length > 0) return { state: 'stale', check, why };
  return { state: hasPassed(check.result) ? 'passed' : 'failed', check, why };
}

/**
 * Whether the grey scale of the monitor under the window was measured and is within its limits: the last check of this monitor,
 * with this program and this driver, not too old, with every pattern passed and readings of a photometer within the limits.
 */
export function isMeasured(checks: readonly StationCheck[], here: CheckedOn, now: string): boolean {
  const { state, check } = checkStanding(checks, 'monitor', here, now);
  if (state !== 'passed' || check?.result.kind !== 'monitor') return false;
  return hasWholeAnswer(check.result);
}

/**
 * Whether any monitor of this station was measured and is within its limits, and that still counts: of each monitor the last check.
 * @param now ISO 8601
 */
export function isAnyMeasured(checks: readonly StationCheck[], now: string): boolean {
  const keys = new Set(checks.map(({ result }) => result.on.monitor?.key ?? null));
  return [...keys].some((key) => {
    const last = lastOf(checks, 'monitor', key);
    if (last === null || last.result.kind !== 'monitor') return false;
    const days = (Date.parse(now) - Date.parse(last.at)) / DAY_MS;
    return days >= 0 && days <= COUNTS_DAYS && hasPassed(last.result) && hasWholeAnswer(last.result);
  });
}

/** Every pattern seen, pixel by pixel over the whole monitor, and measured. */
function hasWholeAnswer({ readings, wholeScreen, answers }: MonitorCheck): boolean {
  const seen = new Set(answers.map(({ pattern }) => pattern));
  return readings !== null && wholeScreen && TEST_PATTERNS.every(({ id }) => seen.has(id));
}

/** @param monitorKey undefined: of any; null: of none that is known */
function lastOf(
  checks: readonly StationCheck[],
  kind: NewStationCheck['kind'],
  monitorKey: string | null | undefined,
): StationCheck | null {
  return checks
    .filter(({ result }) => result.kind === kind)
    .filter(({ result }) => monitorKey === undefined || (monitorKey !== null && result.on.monitor?.key === monitorKey))
    .reduce<StationCheck | null>((last, one) => (last === null || one.at >= last.at ? one : last), null);
}

function staleness({ at, result: { on } }: StationCheck, here: CheckedOn, now: string): readonly string[] {
  const days = (Date.parse(now) - Date.parse(at)) / DAY_MS;
  return [
    ...(on.version === here.version ? [] : [`the program was ${on.version} then`]),
    ...(on.electron === here.electron ? [] : [`Electron was ${on.electron} then`]),
    ...(on.renderer === here.renderer ? [] : ['another graphics card or driver drew then']),
    ...(on.driver === here.driver ? [] : ['the graphics driver has changed since']),
    // A clock that was put back does not make an old check a new one.
    ...(days >= 0 && days <= COUNTS_DAYS ? [] : [`it counts for ${COUNTS_DAYS} days`]),
    ...(on.monitor?.key === here.monitor?.key ? [] : ['the window stood on another monitor']),
  ];
}
