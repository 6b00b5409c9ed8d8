import type { AskedSite } from '../../shared/model/reconcile.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Of several answers the first of these is said. */
const ASKED: readonly AskedSite[] = ['changed', 'not-asked', 'same'];

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
      const said = await Promise.all(reporting.together.studiesOf(reportId).map((one) => lines.atSigning.ask(one)));
      // What has to be known first: one of several that says something else counts for all.
      const asked = ASKED.find((one) => said.includes(one)) ?? 'nobody';
      return { asked, findings: reporting.check({ reportId }).findings };
    },
  };
}
