import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { ReviewId, StudyId } from '../../../shared/model/ids.ts';
import type { ReviewRow } from '../../../shared/model/review/review-view.ts';
import { answer } from '../../faults/store/station-fixture.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { as, drawn, opened, practice, refusal } from './practice.ts';

interface Came {
  readonly uid: string;
  readonly accession: string;
  readonly patientId?: string;
  readonly site?: string;
}

async function comes(
  station: Station,
  { uid, accession, patientId = 'Q-771', site = 'North' }: Came,
): Promise<StudyId> {
  const file = path.join(await tempDir(), 'image');
  const image = ctImage([
    element(0x00080018, 'UI', `${uid}.3`),
    element(0x00080050, 'SH', accession),
    element(0x00100010, 'PN', 'VANTERPOOL^ELOISE'),
    element(0x00100020, 'LO', patientId),
    element(0x0020000d, 'UI', uid),
    element(0x0020000e, 'UI', `${uid}.2`),
  ]);
  writeFileSync(file, image);
  await station.access.requireStore().jobs.wait(station.rooms.startImport({ paths: [file], site }));
  const { index } = station.access.requireStore();
  const found = index.prepare<[string], StudyId>('SELECT study_id FROM study WHERE study_uid = ?').pluck().get(uid);
  if (found === undefined) throw new Error('it did not come');
  return found;
}

const listed = async (station: Station): Promise<StudyId[]> =>
  (await answer<Response<'worklist.list'>>(station, 'worklist.list', { search: '' })).rows.map(
    ({ studyId }) => studyId,
  );

it('a study that comes after the draw, of the accession that is read blind or of its report, is kept from its reader at once', async () => {
  const { station, people } = await practice();
  await as(station, people.cora);
  const { reviewId } = await drawn(station);
  await as(station, people.ada);
  const sibling = await comes(station, { uid: '1.2.9.1', accession: 'ACC-9931' });
  const other = await comes(station, { uid: '1.2.9.2', accession: 'ACC-7' });
  const stranger = await comes(station, { uid: '1.2.9.3', accession: 'ACC-9931', patientId: 'SOMEBODY' });
  await as(station, people.ben);
  expect(await refusal(station, 'study.preview', { studyId: sibling })).toBe('review/blind');
  expect(await refusal(station, 'study.open', { studyId: sibling })).toBe('review/blind');
  expect((await listed(station)).sort()).toEqual([other, stranger].sort());
  await answer(station, 'review.move', { reviewId, move: { kind: 'skip', reason: 'Known.' } });
  expect(await listed(station)).toContain(sibling);
});

it('what a report is about together with the study that is read blind is kept from its reader', async () => {
  const { station, people, studyId } = await practice();
  const beside = await comes(station, { uid: '1.2.9.4', accession: 'ACC-9932' });
  await as(station, people.cora);
  await drawn(station);
  await as(station, people.ben);
  expect(await listed(station)).toEqual([beside]);
  const { index } = station.access.requireStore();
  const reportId = index
    .prepare<[string], string>('SELECT report_id FROM report WHERE study_id = ?')
    .pluck()
    .get(studyId);
  // As a corrected report of the same examination says it.
  index.prepare('INSERT INTO report_accession (report_id, study_id, position) VALUES (?, ?, 0)').run(reportId, beside);
  expect(await listed(station)).toEqual([]);
  expect(await refusal(station, 'study.preview', { studyId: beside })).toBe('review/blind');
});

it('a study that comes after its report was brought in and drawn is kept from its reader at once, and is then read blind', async () => {
  const { station, people } = await practice();
  await as(station, people.cora);
  const head = 'report_id,signed_at,author,modality,procedure,accession,study_uid,patient_name,status,text';
  const line = `R1,${new Date(Date.now() - 86_400_000).toISOString()},"Outside, Olga",CT,CT chest,ACC-55,,Doe^Jane,,"A report."`;
  const file = path.join(await tempDir(), 'reports');
  writeFileSync(file, `${head}\n${line}`);
  const jobId = station.rooms.reviewBring.start({ file, format: 'csv', site: 'North', zone: 'Europe/Berlin' });
  await station.access.requireStore().jobs.wait(jobId);
  await drawn(station);
  const { cases } = await answer<{ cases: ReviewRow[] }>(station, 'review.list', {});
  const without = cases.find(({ pixels }) => !pixels)?.reviewId as ReviewId;
  await as(station, people.ada);
  const late = await comes(station, { uid: '1.2.9.5', accession: 'ACC-55', patientId: 'OF-OLGA' });
  await as(station, people.ben);
  expect(await refusal(station, 'study.open', { studyId: late })).toBe('review/blind');
  expect(await listed(station)).not.toContain(late);
  expect(await opened(station, without)).toBeTruthy();
});
