import type { Handlers } from './router.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import type { StationDoor } from './station-door.ts';

type StudyCall =
  | 'archive.importPaths'
  | 'archive.importReport'
  | 'worklist.list'
  | 'worklist.readiness'
  | 'study.open'
  | 'study.preview'
  | 'study.ahead'
  | 'study.rejections'
  | 'study.samePerson'
  | 'study.answerSamePerson';

/** How studies come in from files, stand in the list, and are opened. */
export function studyHandlers(station: StationDoor): Pick<Handlers, StudyCall> {
  return {
    'archive.importPaths': (request) => ({ jobId: station.rooms.startImport(request) }),
    'archive.importReport': ({ jobId }) => station.rooms.importReport(jobId),
    'worklist.list': ({ search }) => {
      const { audit, worklist } = station.rooms;
      const found = withoutBlind(worklist.list(search), station.rooms.reviewGate.blindStudies());
      audit.searches.typed(search, found.total);
      return found;
    },
    'worklist.readiness': async ({ studyIds }) => ({ cases: [...(await station.rooms.readiness.many(studyIds))] }),
    'study.open': async ({ studyId, withRejected = false }) => {
      const { archive, audit, readAgain } = station.rooms;
      await readAgain.study(studyId);
      const study = archive.openStudy(studyId, (objects) => station.frames.know(objects), { withRejected });
      station.rooms.transfers.opened(studyId);
      station.rooms.prefetch.opened(study.study.studyUid);
      await audit.searches.settle();
      await audit.recorder.opened(studyId, withRejected ? { withRejected } : {});
      return station.rooms.besides.with({ ...study, study: station.rooms.imagingOrders.withOrder(study.study) });
    },
    'study.samePerson': ({ studyId }) => ({ candidates: station.rooms.otherIssuers.candidates(studyId) }),
    'study.answerSamePerson': ({ studyId, patientKey, answer }) => ({
      candidates: station.rooms.otherIssuers.answer(studyId, patientKey, answer),
    }),
    'study.ahead': ({ studyId }) => {
      station.rooms.archive.readAhead(studyId);
      return {};
    },
    'study.rejections': ({ studyId }) => station.rooms.rejections(studyId),
    'study.preview': async ({ studyId }) => {
      const { archive, audit } = station.rooms;
      const preview = archive.preview(studyId);
      await audit.recorder.previewed(studyId);
      const readiness = station.rooms.readiness.one(studyId);
      return readiness === null ? preview : { ...preview, readiness };
    },
  };
}

/** The list of somebody who reads some of these studies blind. */
function withoutBlind(
  { rows, total }: { readonly rows: WorklistRow[]; readonly total: number },
  blind: ReadonlySet<string>,
): { readonly rows: WorklistRow[]; readonly total: number } {
  const shown = blind.size === 0 ? rows : rows.filter((row) => !blind.has(row.studyId));
  return { rows: shown, total: total - (rows.length - shown.length) };
}
