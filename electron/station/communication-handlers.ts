import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about findings that somebody has to be told of. */
export function communicationHandlers(station: StationDoor): Handlers {
  return {
    'communication.open': (request) => ({ communication: station.rooms.communications.open(request) }),
    'communication.add': (request) => ({ communication: station.rooms.communications.add(request) }),
    'communication.ofStudy': ({ studyId }) => ({
      communications: [...station.rooms.communications.ofStudy(studyId)],
    }),
    'communication.openLoops': () => {
      const { communications } = station.rooms;
      return { now: communications.now(), communications: [...communications.openLoops()] };
    },
    'communication.whom': (request) => station.rooms.communications.whom(request),
    'communication.colleagues': () => ({ people: [...station.rooms.communications.colleagues()] }),
  };
}
