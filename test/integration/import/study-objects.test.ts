import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ArchiveObject } from '../../../electron/station/archive/archive-object.ts';
import { StudyObjects } from '../../../electron/station/archive/study-objects.ts';
import { migrate } from '../../../electron/station/kernel/migrate.ts';
import { indexMigrations } from '../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { importBench } from './import-fixture.ts';

const slice = (sop: number): Uint8Array =>
  ctImage([
    element(0x00080018, 'UI', `1.61.1.${sop}`),
    element(0x0020000d, 'UI', '1.61'),
    element(0x0020000e, 'UI', '1.61.1'),
    element(0x00200013, 'IS', String(sop)),
  ]);

it('gives a study again without reading its rows, and with the image that came meanwhile', async () => {
  const bench = await importBench();
  const dir = await tempDir();
  await writeFile(path.join(dir, 'one.dcm'), slice(1));
  await bench.import([dir]);
  const studyId = bench.worklist.list('').rows[0]?.studyId ?? StudyId.parse('0'.repeat(26));
  const read: (readonly ArchiveObject[])[] = [];
  const open = () => bench.archive.openStudy(studyId, (objects) => read.push(objects));
  const [first, again] = [open(), open()];
  expect(again).toEqual(first);
  expect(read[1]?.[0]).toBe(read[0]?.[0]);
  await writeFile(path.join(dir, 'two.dcm'), slice(2));
  await bench.import([dir]);
  expect(open().series[0]?.images).toHaveLength(2);
  expect(read[2]?.[0]).not.toBe(read[0]?.[0]);
});

it('keeps nothing over what another connection wrote', async () => {
  const file = path.join(await tempDir(), 'index.db');
  const key = new Uint8Array(32).fill(7);
  const own = openDatabase(file, key);
  migrate(own, indexMigrations);
  const other = openDatabase(file, key);
  onTestFinished(() => {
    own.close();
    other.close();
  });
  const kept = new StudyObjects(own);
  const studyId = StudyId.parse('0'.repeat(26));
  const first = kept.of(studyId);
  expect(kept.of(studyId)).toBe(first);
  other.exec('CREATE TABLE something (a)');
  expect(kept.of(studyId)).not.toBe(first);
});
