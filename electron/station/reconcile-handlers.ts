import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about what sites say otherwise than it was signed, or is about to be. */
export function reconcileHandlers(station: StationDoor): Handlers {
  return {
    'reconcile.list': () => ({ cases: [...station.rooms.lines.reconcile.list()] }),
    'reconcile.send': ({ studyId, reason }) => {
      station.rooms.lines.reconcile.send(studyId, reason);
      return {};
    },
    'reconcile.drop': ({ studyId, reason }) => {
      station.rooms.lines.reconcile.drop(studyId, reason);
      return {};
    },
    'reconcile.ask': ({ studyId }) => {
      station.rooms.lines.reconcile.ask(studyId);
      return {};
    },
    'report.askSite': async ({ reportId }) => {
      const { reporting, lines } = station.rooms;
      const studyId = reporting.studyOfReport(reportId);
      const asked = studyId === null ? 'nobody' : await lines.atSigning.ask(studyId);
      return { asked, findings: reporting.check({ reportId }).findings };
    },
  };
}
