import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { studyRejections, takenBackObjects } from '../../../electron/station/archive/study-rejections.ts';
import { receivedObjects } from '../../../electron/station/reporting/study-facts.ts';
import { WhatIsHere } from '../../../electron/station/transfer/retrieve/what-is-here.ts';
import type { AppError } from '../../../shared/errors/app-error.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { rejectionNote } from '../../helpers/rejection-note.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { importBench } from '../../integration/import/import-fixture.ts';
import type { Bench } from '../../integration/import/import-fixture.ts';

const SITE = 'North';
const image = (study: string, number: number, own: readonly BuiltElement[] = []): Uint8Array =>
  ctImage([
    ...own,
    element(0x00080018, 'UI', `${study}.1.${number}`),
    element(0x0020000d, 'UI', study),
    element(0x0020000e, 'UI', `${study}.1`),
    element(0x00200013, 'IS', `${number}`),
  ]);
const note = (
  study: string,
  title: string,
  numbers: readonly number[],
  { studyUid, own = [] }: { readonly studyUid?: string; readonly own?: readonly BuiltElement[] } = {},
): Uint8Array =>
  rejectionNote({
    ...{ title, sopUid: `${study}.99.${title}`, studyUid: study, text: 'sent by mistake', own },
    objects: numbers.map((number) => ({
      ...{ sopUid: `${study}.1.${number}`, seriesUid: `${study}.1` },
      ...(studyUid === undefined ? {} : { studyUid }),
    })),
  });

async function send(bench: Bench, files: readonly Uint8Array[], site = SITE): Promise<void> {
  const dir = await tempDir();
  for (const [index, bytes] of files.entries()) await writeFile(path.join(dir, `${index}.dcm`), bytes);
  const report = await bench.import([dir], site);
  expect(report.imported).toBe(files.length);
}

function studyOf(bench: Bench, studyUid: string): StudyId {
  const row = bench.worklist.list('').rows.find((one) => one.studyUid === studyUid);
  if (!row) throw new Error('no such study');
  return row.studyId;
}

const shown = (bench: Bench, studyId: StudyId, withRejected = false): readonly (number | null)[] =>
  bench.archive
    .openStudy(studyId, undefined, { withRejected })
    .series.flatMap(({ images }) => images)
    .filter((one) => one.picture.shown)
    .map((one) => one.instanceNumber);

it('F29: images taken back for safety are sealed, said, and in no report, whether the note comes after them or before', async () => {
  const bench = await importBench();
  await send(
    bench,
    [1, 2, 3].map((number) => image('1.21', number)),
  );
  await send(bench, [note('1.21', '113037', [2])]);
  await send(bench, [note('1.22', '113038', [1, 3])]);
  await send(
    bench,
    [1, 2, 3].map((number) => image('1.22', number)),
  );
  const after = studyOf(bench, '1.21');
  const before = studyOf(bench, '1.22');
  expect(shown(bench, after)).toEqual([1, 3]);
  expect(shown(bench, before)).toEqual([2]);
  expect(shown(bench, after, true)).toEqual([1, 3]);
  const [row] = bench.worklist.list('').rows.filter(({ studyId }) => studyId === after);
  // The note is an object of the study as well.
  expect(row).toMatchObject({ received: 3, rejected: [{ reason: 'safety', images: 1 }] });
  expect(studyRejections(bench.store, before).rejected).toEqual([
    expect.objectContaining({ reason: 'worklist', images: 2, measured: 0, reported: 0, text: 'sent by mistake' }),
  ]);
  expect(receivedObjects(bench.store.index, after).references.map(({ sopUid }) => sopUid)).not.toContain('1.21.1.2');
  const [sealed] = takenBackObjects(bench.store.index, after).keys();
  if (sealed === undefined) throw new Error('nothing is sealed');
  // Nothing gives it out by its id either: pixels, measuring and export ask here.
  expect(() => bench.archive.object(sealed)).toThrow(expect.objectContaining({ code: 'archive/rejected' }) as AppError);
  expect((await bench.archive.verify()).bad).toEqual([]);
  const trail = bench.store.index
    .prepare<[], { subject: string; detail: string }>(
      "SELECT subject, detail FROM audit WHERE command = 'archive.reject'",
    )
    .all();
  expect(trail.map(({ subject, detail }) => ({ subject, ...(JSON.parse(detail) as object) }))).toEqual([
    { subject: after, reason: 'safety', named: 1, here: 1, reports: 0 },
    { subject: before, reason: 'worklist', named: 2, here: 0, reports: 0 },
  ]);
});

it('F29: images of poor quality are hidden, and shown with a mark where the reader asks for them', async () => {
  const bench = await importBench();
  await send(bench, [image('1.23', 1), note('1.23', '113001', [2]), image('1.23', 2)]);
  const studyId = studyOf(bench, '1.23');
  expect(shown(bench, studyId)).toEqual([1]);
  expect(shown(bench, studyId, true)).toEqual([1, 2]);
  const images = bench.archive
    .openStudy(studyId, undefined, { withRejected: true })
    .series.flatMap((one) => one.images);
  expect(images.find(({ instanceNumber }) => instanceNumber === 2)?.rejected).toBe('quality');
});

it('F29: a note takes nothing back of another study or of another site, and that is said', async () => {
  const bench = await importBench();
  // Patients of one issuer: the study of both sites is one here.
  const issuer = [element(0x00100021, 'LO', 'REGION')];
  await send(bench, [image('1.24', 1, issuer), image('1.25', 1, issuer)]);
  await send(bench, [note('1.24', '113037', [1], { studyUid: '1.25', own: issuer })]);
  await send(bench, [note('1.25', '113037', [1], { own: issuer })], 'South');
  for (const studyId of [studyOf(bench, '1.24'), studyOf(bench, '1.25')]) {
    expect(shown(bench, studyId)).toEqual([1]);
    expect(studyRejections(bench.store, studyId)).toEqual({ rejected: [], notApplied: 1 });
  }
});

it('F29: what a site keeps no longer is not fetched again, and offered to the deletion by its rule', async () => {
  const bench = await importBench();
  await send(bench, [image('1.26', 1), image('1.26', 2), image('1.27', 1), image('1.27', 2)]);
  await send(bench, [note('1.26', '113039', [1, 2]), note('1.27', '113039', [2, 3])]);
  const gone = studyOf(bench, '1.26');
  expect(shown(bench, gone)).toEqual([]);
  expect(shown(bench, studyOf(bench, '1.27'))).toEqual([1]);
  const here = new WhatIsHere(bench.store.index);
  // The third was never here.
  expect([...here.sopUids('1.27', '1.27.1')].sort()).toEqual(['1.27.1.1', '1.27.1.2', '1.27.1.3']);
  expect(here.counts('1.27').get('1.27.1')?.received).toBe(1);
  const noted = bench.store.index
    .prepare<[], { study_id: string; kind: string }>('SELECT study_id, kind FROM retention_note')
    .all();
  expect(noted).toEqual([{ study_id: gone, kind: 'site-request' }]);
});
