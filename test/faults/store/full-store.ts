import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import type { Station } from '../../../electron/station/station.ts';
import { paragraphsOf } from '../../../shared/report/plain-text.ts';
import type { Measurement } from '../../../shared/model/measurement.ts';
import type { Report } from '../../../shared/model/report.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { answer, PASSPHRASE, newStation } from './station-fixture.ts';

/** Five files of two studies: three slices, one of another study, and one that says the SOP UID of the first again. */
export function writeFiles(dir: string): void {
  mkdirSync(dir, { recursive: true });
  const slice = (n: number) => ctImage([element(0x00080018, 'UI', `1.2.3.${n}`), element(0x00200013, 'IS', `${n}`)]);
  const other = [element(0x0020000d, 'UI', '1.2.77'), element(0x0020000e, 'UI', '1.2.77.1')];
  const files = {
    'a.dcm': slice(1),
    'b.dcm': slice(2),
    'c.dcm': slice(3),
    'd.dcm': ctImage([element(0x00080018, 'UI', '1.2.77.1.1'), ...other]),
    'e.dcm': ctImage([element(0x00080018, 'UI', '1.2.3.1'), element(0x00100010, 'PN', 'DOE^JOHN')]),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(dir, name), bytes);
}

export interface FullStore {
  readonly dir: string;
  readonly files: string;
  readonly signed: string;
  readonly draft: string;
}

/** A store with studies, a conflict, a measurement, a signed report and a draft, closed in order. */
export async function fullStore(folder: string): Promise<FullStore> {
  const dir = path.join(folder, 'store');
  const files = path.join(folder, 'files');
  writeFiles(files);
  const station = newStation(dir);
  await station.create('Ada Reader', PASSPHRASE);
  station.access.confirmRecovery();
  await importFiles(station, files);
  const [study] = station.rooms.worklist.list('').rows.filter((row) => row.studyUid !== '1.2.77');
  if (study === undefined) throw new Error('no study');
  await draw(station, study.studyId);
  // The last file says another patient for this study: nothing is signed before the site has said whose it is.
  await answer(station, 'study.answerDoubt', { studyId: study.studyId, words: 'Both are the same person.' });
  const signed = await writeReport(station, study.studyId, 'A nodule.');
  await answer(station, 'report.sign', {
    reportId: signed,
    acknowledged: await codes(station, signed),
    zone: '+01:00',
  });
  const draft = await writeReport(station, study.studyId, 'Not finished yet.');
  await station.close();
  return { dir, files, signed, draft };
}

export async function importFiles(station: Station, files: string): Promise<unknown> {
  const { jobs } = station.access.requireStore();
  return jobs.wait(station.rooms.startImport({ paths: [files], site: 'North' }));
}

async function codes(station: Station, reportId: string): Promise<readonly string[]> {
  const { findings } = await answer<{ findings: { code: string }[] }>(station, 'report.check', { reportId });
  return findings.map(({ code }) => code);
}

async function writeReport(station: Station, studyId: StudyId, text: string): Promise<string> {
  const { templates } = await answer<{ templates: { templateId: string }[] }>(station, 'report.templates', { studyId });
  const templateId = templates[0]?.templateId;
  const report = await answer<Report>(station, 'report.create', { studyId, templateId });
  const sections = report.content.sections.map((section) =>
    ['findings', 'impression'].includes(section.sectionId) ? { ...section, paragraphs: paragraphsOf(text) } : section,
  );
  const { reportId, revision } = report;
  await answer(station, 'report.save', { reportId, revision, content: { ...report.content, sections } });
  return reportId;
}

export async function draw(station: Station, studyId: StudyId): Promise<Measurement> {
  const { rooms } = station;
  const objectId = rooms.archive.openStudy(studyId).series[0]?.images[0]?.objectId;
  if (objectId === undefined) throw new Error('no image');
  const { personId } = station.access.requireStore();
  const measurement: Measurement = {
    ...rooms.reading.newMeasurement({ studyId }),
    studyId,
    objectId,
    frame: 1,
    tool: 'length',
    points: [
      [0, 0],
      [3, 4],
    ],
    world: null,
    text: '',
    result: { values: [{ name: 'length', value: 5, unit: 'px' }], basis: 'pixels', warnings: [] },
    by: personId,
    at: '2026-11-21T20:00:00.000Z',
    deleted: false,
  };
  rooms.reading.saveMeasurement({ measurement });
  return measurement;
}

/** What each opening and closing of a store adds by itself. */
const OF_OPENING = ['store.recover', 'station.start', 'station.stop', 'access.unlock', 'access.lock'] as const;

/** Everything that must be the same after a recovery. */
export async function contentOf(station: Station): Promise<Record<string, unknown>> {
  const { rooms } = station;
  const { index } = station.access.requireStore();
  const rows = rooms.worklist.list('').rows;
  const studies = rows.map((row) => {
    const { series } = rooms.archive.openStudy(row.studyId);
    return {
      row,
      series: series.map((one) => [one.seriesId, rooms.archive.instancesOf(one.seriesId)]),
      reading: rooms.reading.load({ studyId: row.studyId }),
      reports: rooms.reporting.forStudy({ studyId: row.studyId }).reports,
    };
  });
  const commands = index
    .prepare(
      `SELECT command FROM audit WHERE command NOT IN (${OF_OPENING.map((name) => `'${name}'`).join()}) ORDER BY seq`,
    )
    .pluck()
    .all();
  const outputs = index.prepare('SELECT report_id, format, sha256 FROM report_output ORDER BY 1, 2').all();
  return {
    studies: studies.sort((a, b) => (a.row.studyId < b.row.studyId ? -1 : 1)),
    commands,
    outputs,
    audit: verifyAudit(index).ok,
    bad: (await rooms.archive.verify()).bad,
    recoveryConfirmed: station.access.state().recoveryConfirmed,
  };
}
