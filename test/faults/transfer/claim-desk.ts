import { Access } from '../../../electron/station/access/access.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import type { FaultPoints } from '../../../electron/station/kernel/fault-points.ts';
import type { Clock } from '../../../electron/station/kernel/ports.ts';
import { openDicomWeb } from '../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import { SiteClaims } from '../../../electron/station/transfer/claims/site-claims.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import type { StudyStatus } from '../../../shared/model/outbox.ts';
import { SourceSettings } from '../../../shared/model/source-settings.ts';
import { stationFile } from '../../helpers/station-file.ts';
import { STUDY } from '../../integration/report/reporting-fixture.ts';

const LIMIT_MS = 20_000;

/** A station as far as claims at its site go, on a store that is there. Its clock goes on as fast as it is asked. */
export async function claimDesk(dir: string, url: string, faults: FaultPoints) {
  const blobWorkerFile = stationFile('blobs');
  const access = new Access({ dir, blobWorkerFile, scryptLogN: 10, faults });
  await access.unlock(null, 'correct horse battery staple');
  const store = access.requireStore();
  const settings = SourceSettings.parse({ kind: 'dicomweb', name: 'RIS', site: 'St. Anna', url });
  if (settings.kind !== 'dicomweb') throw new Error('another kind');
  const source = openDicomWeb(settings, { secrets: {} });
  const { workitems } = source;
  if (workitems === undefined) throw new Error('no worklist');
  let later = 0;
  const clock: Clock = {
    ...systemClock,
    nowIso: () => new Date(Date.parse(systemClock.nowIso()) + later).toISOString(),
    monotonic: () => systemClock.monotonic() + later,
  };
  const claims = new SiteClaims({
    ...{ index: store.index, commands: store.commands, clock, faults: store.faults },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    person: { id: PersonId.parse(store.personId), name: 'Ada Reader' },
    place: () => ({ id: 'ris', open: () => workitems }),
  });
  claims.start();
  return {
    store,
    claims,
    says: (status: StudyStatus): void =>
      store.index.transaction(() => claims.said(store.index, STUDY, status, systemClock.nowIso())).immediate(),
    /** Looks until the claim is as wanted; time passes between two looks. */
    until: async (...states: readonly string[]): Promise<void> => {
      const end = performance.now() + LIMIT_MS;
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        await claims.settled();
        if (states.includes(claims.of(STUDY)?.state ?? '')) return;
        if (performance.now() > end) throw new Error(`still ${JSON.stringify(claims.of(STUDY))}`);
        later += 60_000;
        claims.wake();
      }
    },
    close: async (): Promise<void> => {
      await claims.close();
      await source.close();
      await access.close();
    },
  };
}
