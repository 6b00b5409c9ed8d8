import type { HeldCertificate } from '../../shared/model/certificate.ts';
import type { SourceSecrets } from '../../shared/model/source-settings.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Somebody waits in front of the screen: no query and no test takes longer. */
const LONGEST_MS = 120_000;

/** Calls about sources and what is fetched from them. */
export function sourceHandlers(station: StationDoor): Handlers {
  const soon = (): AbortSignal => AbortSignal.timeout(LONGEST_MS);
  return {
    'sources.list': () => ({ sources: [...station.rooms.transfers.sources.list()] }),
    'sources.states': () => ({ states: station.rooms.transfers.states.list() }),
    'sources.add': ({ settings, secrets, certificate }) => {
      const { sources, heldCertificates } = station.rooms.transfers;
      const added = sources.add(settings, { ...secrets, ...ownCertificate(station, certificate) });
      heldCertificates.drop(certificate);
      return added;
    },
    'sources.change': ({ sourceId, settings, secrets, keep, certificate }) => {
      const { sources, heldCertificates } = station.rooms.transfers;
      const own = ownCertificate(station, certificate);
      const wanted = secrets === null && certificate === null ? null : { ...secrets, ...own };
      const changed = sources.change(sourceId, settings, wanted, keep);
      heldCertificates.drop(certificate);
      return changed;
    },
    'sources.remove': ({ sourceId }) => {
      station.rooms.transfers.sources.remove(sourceId);
      return {};
    },
    'sources.pause': ({ sourceId, paused }) => station.rooms.transfers.sources.pause(sourceId, paused),
    'sources.test': async ({ sourceId }) => ({ steps: await station.rooms.transfers.test(sourceId, soon()) }),
    'sources.testStore': async ({ sourceId }) => ({
      steps: await station.rooms.transfers.test(sourceId, soon(), { store: true }),
    }),
    'sources.stopTest': ({ sourceId }) => {
      station.rooms.transfers.stopTest(sourceId);
      return {};
    },
    'sources.tryNow': ({ sourceId }) => {
      station.rooms.transfers.tryNow(sourceId);
      return {};
    },
    'sources.query': ({ sourceId, query }) => station.rooms.transfers.query(sourceId, query, soon()),

    'transfers.list': () => {
      const { transfers } = station.rooms;
      return { transfers: [...transfers.shown.list()], waiting: transfers.desk.table.waiting() };
    },
    'transfers.ask': (wanted) => ({ transferId: station.rooms.transfers.ask(wanted) }),
    'transfers.lift': (wanted) => ({ lifted: station.rooms.transfers.lift(wanted) }),
    'transfers.lines': () => ({ lines: station.rooms.transfers.lineHistory() }),
    'transfers.liftMeter': ({ tonight }) => ({ until: station.rooms.prefetch.liftMeter(tonight) }),
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

    'study.doubt': ({ studyId }) => station.rooms.doubt(studyId),
    'study.answerDoubt': ({ studyId, words }) => station.rooms.answerDoubt(studyId, words),
    'study.standing': ({ studyId }) => ({ standings: station.rooms.transfers.standings(studyId) }),
    'study.revalidate': async ({ studyId }) => ({
      standings: await station.rooms.transfers.revalidate(studyId, soon()),
    }),
  };
}

/** What the station holds of a chosen file, as a secret. @throws AppError source/key-file */
export function ownCertificate(
  { rooms }: Pick<StationDoor, 'rooms'>,
  held: HeldCertificate | null,
): Pick<SourceSecrets, 'certificate'> {
  return held === null ? {} : { certificate: rooms.transfers.heldCertificates.take(held) };
}
