import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about cases that wait for their site. */
export function caseHoldHandlers(station: StationDoor): Handlers {
  return {
    'hold.begin': (request) => station.rooms.lines.holds.begin(request),
    'hold.end': (request) => station.rooms.lines.holds.end(request),
    'hold.ofStudy': ({ studyId }) => ({ holds: [...station.rooms.lines.holds.ofStudy(studyId)] }),
    'claim.others': ({ studyId }) => ({ said: station.rooms.lines.claims.others(studyId) }),
    'claim.list': () => ({ claims: [...station.rooms.lines.tasks.list()] }),
    'claim.again': ({ studyId }) => {
      station.rooms.lines.tasks.flush(studyId);
      return {};
    },
  };
}
