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
    'communication.figures': ({ days }) => station.rooms.figures(days),
    'followUp.ofReport': (request) => station.rooms.followUps.ofReport(request),
    'followUp.confirm': (request) => ({ followUp: station.rooms.followUps.confirm(request) }),
    'followUp.list': () => station.rooms.followUps.list(),
    'followUp.end': (request) => ({ followUp: station.rooms.followUps.end(request) }),
    'addendum.ofStudy': ({ studyId }) => ({ tasks: station.rooms.addenda.open(studyId) }),
    'addendum.end': (request) => {
      station.rooms.addenda.end(request);
      return {};
    },
    'communication.colleagues': () => ({ people: [...station.rooms.communications.colleagues()] }),
  };
}
