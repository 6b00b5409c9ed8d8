import { checkStanding } from '../../../shared/rules/station-check/standing.ts';
import type { CheckStanding } from '../../../shared/rules/station-check/standing.ts';
import type { PreferencesState } from '../../settings/index.ts';
import { localMinutes } from '../local-time.ts';
import { monitorHere } from './here.ts';

/** How the last checks of this station stand, for the About box; nothing while no store is open: they lie in it. */
export function checkFacts({
  monitor,
  checked,
}: Pick<PreferencesState, 'monitor' | 'checked'>): readonly (readonly [string, string])[] {
  if (checked === null) return [];
  const here = { ...checked.machine, monitor: monitorHere(monitor) };
  const now = new Date().toISOString();
  return [
    ['Last check', standingWords(checkStanding(checked.checks, 'pictures', here, now))],
    ['This monitor', standingWords(checkStanding(checked.checks, 'monitor', here, now))],
  ];
}

/** A check and whether it still counts, in words. */
export function standingWords({ state, check, why }: CheckStanding): string {
  if (check === null) return 'never';
  const when = `${localMinutes(check.at)}, ${check.byName}`;
  switch (state) {
    case 'passed':
      return `passed, ${when}`;
    case 'failed':
      return `FAILED, ${when}`;
    default:
      return `out of date, ${when}: ${why.join('; ')}`;
  }
}
