import type { CallName } from '../../shared/contract/index.ts';
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

/** Calls that only read: they are answered while nothing can be saved. Left out is what is put on record, as a search of the trail. */
const READS: ReadonlySet<string> = new Set<CallName>([
  ...([
    'access.state',
    'access.lock',
    'access.fetching',
    'access.unlock',
    'orders.notices',
    'jobs.list',
    'store.health',
  ] as const),
  ...(['worklist.list', 'study.open', 'store.lastBackup', 'store.backupReport', 'archive.importReport'] as const),
  // What a station is, and what is wrong with it, is asked most when its disk is gone.
  ...(['check.phantoms', 'check.memory', 'check.list'] as const),
  ...(['profile.selfTest', 'profile.overview', 'signIn.state', 'orders.state', 'orders.unfinished'] as const),
  ...(['people.list', 'people.heldRoles', 'forget.preview', 'retention.preview', 'retention.holds'] as const),
  ...([
    'reading.cases',
    'reading.calcium',
    'reading.growVolume',
    'reading.timeCurve',
    'reading.stopTimeCurve',
  ] as const),
  ...([
    'reading.load',
    'reading.seen',
    'reading.looks',
    'reading.measure',
    'reading.keyImages',
    'objects.read',
  ] as const),
  ...(['macros.list', 'macros.readFile'] as const),
  ...(['outbox.list', 'destination.list', 'link.list'] as const),
  ...([
    'transfers.list',
    'study.standing',
    'study.rejections',
    'study.ahead',
    'study.doubt',
    'study.samePerson',
  ] as const),
  ...(['report.forStudy', 'report.templates', 'report.check', 'report.fills', 'report.together'] as const),
]);

export function needsStorage(call: string): boolean {
  return !READS.has(call) && !call.startsWith('app.');
}

/** Calls that make something: a store that lives on another machine now takes none. */
export function isNewWork(call: string): boolean {
  return needsStorage(call) && /^(?:reading|report|archive|outbox|transfers|prefetch)\./.test(call);
}
