import { accessHandlers } from './access-handlers.ts';
import { certificateHandlers } from './certificate-handlers.ts';
import { checkHandlers } from './check-handlers.ts';
import { caseHoldHandlers } from './case-hold-handlers.ts';
import { communicationHandlers } from './communication-handlers.ts';
import { controlsHandlers } from './controls-handlers.ts';
import { handoverHandlers } from './handover-handlers.ts';
import { speechHandlers } from './speech-handlers.ts';
import { hangingHandlers } from './hanging-handlers.ts';
import { templateHandlers } from './template-handlers.ts';
import { lastBackup, parseBackupReport } from './kernel/backup/backup-job.ts';
import { macroHandlers } from './macro-handlers.ts';
import { objectHandlers } from './object-handlers.ts';
import { orderHandlers } from './order-handlers.ts';
import { osSlotHandlers } from './os-slot-handlers.ts';
import { outboxHandlers } from './outbox-handlers.ts';
import { prefetchHandlers } from './prefetch-handlers.ts';
import { profileHandlers } from './profile-handlers.ts';
import { reconcileHandlers } from './reconcile-handlers.ts';
import { reportHandlers } from './report-handlers.ts';
import { reviewHandlers } from './review-handlers.ts';
import type { Handlers } from './router.ts';
import { siteOrderHandlers } from './site-order-handlers.ts';
import { readingHandlers } from './reading-handlers.ts';
import { storeHealth } from './store-calls.ts';
import { sourceHandlers } from './source-handlers.ts';
import type { StationDoor } from './station-door.ts';
import { studyHandlers } from './study-handlers.ts';

/** Every call that the station answers, each a line: the rooms do the work. */
export function stationHandlers(station: StationDoor): Handlers {
  return {
    ...accessHandlers(station),

    'security.alert': ({ kind, count }) => {
      station.rooms.recordAlert(kind, count);
      return {};
    },

    'audit.search': (request) => station.rooms.audit.search(request),
    'audit.verify': () => station.rooms.audit.verify(),
    'access.emergencyStudies': ({ target }) => ({ studies: [...station.rooms.audit.breakGlass.find(target)] }),
    'access.breakGlass': async ({ studyId, code, reason }) => {
      station.access.requireProof();
      const { archive, audit, readAgain } = station.rooms;
      await readAgain.study(studyId);
      const grant = audit.breakGlass.begin(studyId, code, reason);
      const study = archive.openStudy(studyId);
      await audit.recorder.opened(studyId, { grant: grant.grantId });
      return { grant, study };
    },
    'access.endBreakGlass': () => ({ studies: [...station.rooms.audit.breakGlass.endAll()] }),
    'access.breakGlassList': () => ({ grants: [...station.rooms.audit.breakGlass.list()] }),
    'access.reviewBreakGlass': ({ grantId, verdict, note }) =>
      station.rooms.audit.breakGlass.review(grantId, verdict, note),

    ...studyHandlers(station),
    'jobs.list': () => ({ jobs: [...station.access.requireStore().jobs.list()] }),
    'jobs.cancel': ({ jobId }) => {
      station.access.requireStore().jobs.cancel(jobId);
      return {};
    },

    'store.health': () => storeHealth(station.access.requireStore()),
    'store.acknowledgeAlarm': ({ alarmId }) => {
      const store = station.access.requireStore();
      store.alarms.acknowledge(alarmId);
      return storeHealth(store);
    },
    'store.studyChecked': ({ studyId }) => {
      const store = station.access.requireStore();
      store.alarms.checked(studyId);
      return storeHealth(store);
    },
    'store.backupReport': ({ jobId }) => parseBackupReport(station.access.requireStore().jobs.result(jobId)),
    'store.lastBackup': () => ({ at: lastBackup(station.access.requireStore().index) }),
    'store.backup': (request) => ({ jobId: station.rooms.startBackup(request) }),

    ...readingHandlers(station),
    ...certificateHandlers(station),
    ...checkHandlers(station),
    ...communicationHandlers(station),
    ...caseHoldHandlers(station),
    ...handoverHandlers(station),
    ...controlsHandlers(station),
    ...macroHandlers(station),
    ...speechHandlers(station),
    ...hangingHandlers(station),
    ...templateHandlers(station),
    ...objectHandlers(station),
    ...orderHandlers(station),
    ...siteOrderHandlers(station),
    ...osSlotHandlers(station),
    ...outboxHandlers(station),
    ...prefetchHandlers(station),
    ...profileHandlers(station),
    ...reconcileHandlers(station),
    ...reportHandlers(station),
    ...reviewHandlers(station),
    ...sourceHandlers(station),
  };
}
