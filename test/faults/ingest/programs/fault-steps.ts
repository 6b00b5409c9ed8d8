import path from 'node:path';
import type { Station } from '../../../../electron/station/station.ts';
import type { HabitNote } from '../../../../shared/hanging/protocol/habit.ts';
import { PersonId, ReportId, StudyId } from '../../../../shared/model/ids.ts';
import type { ObjectId } from '../../../../shared/model/ids.ts';
import { paragraphsOf } from '../../../../shared/report/plain-text.ts';
import { PROGRAM_CONTROLS } from '../../../../shared/model/controls.ts';
import { PICTURES_CHECKED } from '../../../helpers/station-checks.ts';
import type { SlowPrinter } from './slow-printer.ts';

type Step = () => unknown;
const NOTE = '9b2f6f4e-6f0c-4c57-8f0b-0f6c3a4d5e61';
/** A case that stayed as it was hung. */
const UNCHANGED: HabitNote = {
  ...{ protocol: 'ct-chest', scope: 'shipped', version: 1, stage: 'lung', views: [], layout: null },
};
const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled']);

/** One import of one small batch, from a site that is new. */
export function importStep(station: Station, source: string): Step {
  return () =>
    new Promise<void>((resolve) => {
      const jobId = station.rooms.startImport({ paths: [source], site: path.basename(source) });
      station.events.on((event) => {
        if (event.name === 'jobs.progress' && event.payload.jobId === jobId && ENDED.has(event.payload.state))
          resolve();
      });
    });
}

/** Measures, drafts, signs, exports, amends: each step is one act of the reader. */
export function deskSteps(station: Station, printer: SlowPrinter, out: string): readonly Step[] {
  const { rooms } = station;
  const { reading, reporting } = rooms;
  const [study] = rooms.worklist.list('').rows;
  const [object] = [...rooms.archive.objectsWithPixels()];
  if (!study || !object) throw new Error('the store has no study to work on');
  const studyId = StudyId.parse(study.studyId);
  const [series] = rooms.archive.seriesOf(study.studyUid);
  let final = ReportId.parse(study.studyId);
  let addendum = final;
  return [
    () => measure(station, studyId, object.objectId),
    () => reading.saveDesk({ studyId, desk: { layout: { rows: 1, columns: 1 }, activeViewport: null, viewports: [] } }),
    () => reading.saveSeen({ frames: [{ objectId: object.objectId, frame: 1, at: '2026-01-01T00:00:00.000Z' }] }),
    () => reading.setAside({ studyId, seriesUid: series?.seriesUid ?? '', aside: true }),
    async () => {
      const line = { objectId: object.objectId, frame: 1, points: [[0, 0], [1, 1]], known: 5 } as const; // prettier-ignore
      const seriesUid = series?.seriesUid ?? '';
      const [from, to] = line.points;
      await rooms.calibrate({ studyId, seriesUid, line: { ...line, points: [[...from], [...to]] } });
      await rooms.calibrate({ studyId, seriesUid, line: null });
      // None is chosen: the write is the same.
      await rooms.useValueMap({ studyId, seriesUid, choice: null });
    },
    () => {
      const { keyImages } = rooms.keyObjects;
      const one = { studyId, objectId: object.objectId, frame: 1, title: 'of-interest', note: '' } as const;
      keyImages.mark({ ...one, marked: true });
      // Taken away again: a signature with marks writes an object, which has a test of its own.
      keyImages.mark({ ...one, marked: false });
    },
    () => rooms.stationChecks.save(PICTURES_CHECKED),
    () => rooms.controls.save(PROGRAM_CONTROLS),
    () => rooms.speech.book.addWord('adenomyosis'),
    () => {
      const [shipped] = reporting.macros.shipped;
      if (shipped) reporting.macros.save({ ...shipped, macroId: 'own' });
    },
    () => rooms.habits.note({ noteId: NOTE, note: UNCHANGED }),
    () => {
      const [document] = rooms.hanging.forReader().protocols;
      if (document) rooms.hangingDrafts.keep({ document, source: { scope: 'shipped' }, version: 1 });
    },
    () => enterLesion(station, studyId),
    () => {
      final = reporting.create({ studyId, templateId: 'general' }).reportId;
    },
    () => {
      const { content: empty, revision } = reporting.get(final);
      const content = { sections: empty.sections.map((one) => ({ ...one, paragraphs: paragraphsOf('Nothing new.') })) };
      return reporting.save({ reportId: final, revision, content });
    },
    () => {
      const acknowledged = reporting.check({ reportId: final }).findings.map(({ code }) => code);
      return reporting.sign({ reportId: final, acknowledged, zone: '+00:00' });
    },
    async () => {
      printer.letGo();
      const { jobId } = reporting.pdf({ reportId: final });
      if (jobId !== null) await station.access.requireStore().jobs.wait(jobId);
    },
    () => reporting.export({ reportId: final, format: 'text', file: path.join(out, 'report.txt') }, { replace: false }),
    async () => {
      addendum = (await reporting.amend({ reportId: final })).reportId;
    },
    () => reporting.discard({ reportId: addendum }),
    async () => {
      addendum = (await reporting.correct({ reportId: final, reason: 'A word was wrong.' })).reportId;
    },
    async () => {
      const acknowledged = reporting.check({ reportId: addendum }).findings.map(({ code }) => code);
      await reporting.sign({ reportId: addendum, acknowledged, zone: '+00:00', undoSeconds: 60 });
    },
    () => reporting.later.takeBack({ reportId: addendum }),
    () => reporting.discard({ reportId: addendum }),
    () => {
      final = reporting.create({ studyId, templateId: 'general' }).reportId;
      const { content: empty, revision } = reporting.get(final);
      const content = { sections: empty.sections.map((one) => ({ ...one, paragraphs: paragraphsOf('Wet read.') })) };
      return reporting.save({ reportId: final, revision, content });
    },
    async () => {
      const acknowledged = reporting.check({ reportId: final }).findings.map(({ code }) => code);
      await reporting.sign({ reportId: final, acknowledged, zone: '+00:00', as: 'preliminary' });
      const { jobId } = reporting.pdf({ reportId: final });
      if (jobId !== null) await station.access.requireStore().jobs.wait(jobId);
    },
    () => reporting.finalise({ reportId: final }),
    () => rooms.exportObject(object.objectId, path.join(out, 'object.dcm'), { replace: false }),
  ];
}

/** A lesion that nobody measured: what is measured has a step of its own. */
function enterLesion(station: Station, studyId: StudyId): void {
  station.rooms.lesions.mark({
    ...({ studyId, about: studyId, trackingUid: null, role: 'non-target', nature: 'mass', organ: 'liver' } as const),
    finding: { kind: 'present', measurements: [], into: null, reason: '' },
  });
}

function measure(station: Station, studyId: StudyId, objectId: ObjectId): void {
  const { reading } = station.rooms;
  const { measurementId, trackingUid, ordinal } = reading.newMeasurement({ studyId });
  reading.saveMeasurement({
    measurement: {
      ...{ measurementId, trackingUid, ordinal, studyId, objectId },
      frame: 1,
      tool: 'probe',
      points: [[1, 1]],
      world: null,
      text: '',
      result: { values: [{ name: 'value', value: 1, unit: '1' }], basis: 'stored values', warnings: [] },
      by: PersonId.parse(station.access.requireStore().personId),
      at: '2026-01-01T00:00:00.000Z',
      deleted: false,
    },
  });
}
