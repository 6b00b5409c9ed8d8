import os from 'node:os';
import { hasPassed } from '../../shared/rules/station-check/standing.ts';
import { exportCheck } from './check/export-check.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

type CheckCall = Exclude<Extract<keyof Handlers, `check.${string}`>, 'check.export'>;

/** The check of this station: its pictures, and the records of what was found. */
export function checkHandlers(station: StationDoor): Pick<Handlers, CheckCall> {
  return {
    'check.phantoms': async () => ({ pictures: [...(await station.phantoms.list())] }),
    'check.memory': () => ({ total: os.totalmem(), free: os.freemem(), station: process.memoryUsage.rss() }),
    'check.list': () => ({ checks: station.rooms.stationChecks.list() }),
    'check.save': ({ result }) => {
      const { commands, personId } = station.access.requireStore();
      const saved = station.rooms.stationChecks.save(result);
      const detail = { kind: result.kind, passed: hasPassed(result), version: result.on.version };
      commands.run({ name: 'station.check', personId, subject: saved.checkId, detail }, () => undefined);
      return saved;
    },
    'check.exportFile': ({ checkId, ...to }) =>
      exportCheck(station.access.requireStore(), station.rooms.stationChecks.get(checkId), to),
  };
}
