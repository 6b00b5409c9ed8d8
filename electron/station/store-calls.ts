import type { StoreHealth } from '../../shared/contract/store.ts';
import { StudyId } from '../../shared/model/ids.ts';
import type { OpenStore } from './access/open-store.ts';

/** What a reader has to know about the store itself. */
export function storeHealth(store: OpenStore): StoreHealth {
  return {
    alarms: [...store.alarms.standing()],
    checkAgain: store.alarms.checkAgain().map((id) => StudyId.parse(id)),
    quarantined: store.quarantine.list().length,
    recovered: store.recoveries.map(({ part }) => part),
    storage: store.storage.trouble,
  };
}

/** Calls that only read: they are answered while nothing can be saved. */
const READS: readonly string[] = [
  ...[
    'access.state',
    'access.lock',
    'access.unlock',
    'orders.notices',
    'jobs.list',
    'store.health',
    'worklist.list',
    'study.open',
  ],
  ...['store.lastBackup', 'store.backupReport', 'archive.importReport'],
  ...['reading.load', 'reading.seen', 'reading.measure', 'report.forStudy', 'report.templates', 'report.check'],
];

export function needsStorage(call: string): boolean {
  return !READS.includes(call) && !call.startsWith('app.');
}

/** Calls that make something: a store that lives on another machine now takes none. */
export function isNewWork(call: string): boolean {
  return needsStorage(call) && /^(?:reading|report|archive)\./.test(call);
}
