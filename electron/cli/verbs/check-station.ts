import { EVERY_ROLE } from '../../../shared/contract/roles.ts';
import { hasPassed } from '../../../shared/rules/station-check/standing.ts';
import { checkWithoutWindow } from '../../station/check/check-without-window.ts';
import type { Verb } from '../verb.ts';

export const checkStationVerb: Verb = {
  name: 'check-station',
  tellsOfNoStudy: true,
  usage: 'check-station [--lines]',
  help: `Decodes the bundled picture of every transfer syntax, measures rods, a sphere and angles of known size, and works out known
greys: what of the check of this station needs no window. What a window found is put on record there ("Check this station").
Prints { ok, checks: [{ name, ok, message }], records: [{ checkId, at, kind, passed, version, renderer, monitor }] }, the newest
record first. ok is false where a check failed; records do not count.`,
  options: {},
  roles: EVERY_ROLE,
  listKey: 'checks',
  run: async ({ station }) => {
    const checks = await checkWithoutWindow(station);
    const records = station.rooms.stationChecks.list().map(({ checkId, at, result }) => ({
      ...{ checkId, at, kind: result.kind, passed: hasPassed(result) },
      ...{ version: result.on.version, renderer: result.on.renderer, monitor: result.on.monitor?.name ?? null },
    }));
    return { ok: checks.every(({ ok }) => ok), checks, records };
  },
};
