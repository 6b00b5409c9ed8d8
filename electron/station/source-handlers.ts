import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Somebody waits in front of the screen: no query and no test takes longer. */
const LONGEST_MS = 120_000;

/** Calls about sources and what is fetched from them. */
export function sourceHandlers(station: StationDoor): Handlers {
  const soon = (): AbortSignal => AbortSignal.timeout(LONGEST_MS);
  return {
    'sources.list': () => ({ sources: [...station.rooms.transfers.sources.list()] }),
    'sources.add': ({ settings, secrets }) => station.rooms.transfers.sources.add(settings, secrets),
    'sources.change': ({ sourceId, settings, secrets }) =>
      station.rooms.transfers.sources.change(sourceId, settings, secrets),
    'sources.remove': ({ sourceId }) => {
      station.rooms.transfers.sources.remove(sourceId);
      return {};
    },
    'sources.pause': ({ sourceId, paused }) => station.rooms.transfers.sources.pause(sourceId, paused),
    'sources.test': async ({ sourceId }) => ({ steps: await station.rooms.transfers.test(sourceId, soon()) }),
    'sources.query': ({ sourceId, query }) => station.rooms.transfers.query(sourceId, query, soon()),

    'transfers.list': () => {
      const { transfers } = station.rooms;
      return { transfers: [...transfers.list()], waiting: transfers.desk.table.waiting() };
    },
    'transfers.ask': (wanted) => ({ transferId: station.rooms.transfers.ask(wanted) }),
    'transfers.lift': ({ studyUid, seriesUid, rank }) => ({
      lifted: station.rooms.transfers.desk.lift(studyUid, seriesUid, rank),
    }),
    'transfers.pause': ({ transferId }) => {
      station.rooms.transfers.desk.pause(transferId);
      return {};
    },
    'transfers.resume': ({ transferId }) => {
      station.rooms.transfers.desk.resume(transferId);
      return {};
    },
    'transfers.cancel': ({ transferId }) => {
      station.rooms.transfers.desk.cancel(transferId);
      return {};
    },

    'study.standing': ({ studyId }) => ({ standings: station.rooms.transfers.standings(studyId) }),
    'study.revalidate': async ({ studyId }) => ({
      standings: await station.rooms.transfers.revalidate(studyId, soon()),
    }),
  };
}
