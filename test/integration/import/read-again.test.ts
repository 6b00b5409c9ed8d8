import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ReadAgain } from '../../../electron/station/archive/read-again.ts';
import {
  beginReadAgain,
  defineReadAgainJob,
  READ_AGAIN_JOB,
} from '../../../electron/station/archive/read-again-job.ts';
import { ParserPool } from '../../../electron/station/dicom/parser-pool.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import { IMAGE_INFO_VERSION } from '../../../shared/model/image.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { importBench, realHost } from './import-fixture.ts';

const Row = z.object({ object_id: z.string(), image: z.string(), image_version: z.number(), study_id: StudyId });

/** What an older program did not see. */
const UNSEEN = ['overlays', 'shutter', 'shutters', 'viewPosition', 'frameTime'];

describe.skipIf(!hasTestdata())('headers that an older program understood', () => {
  async function oldStore() {
    const bench = await importBench();
    await bench.import([testdata('ts-small'), testdata('px')]);
    const { index } = bench.store;
    const rows = () =>
      index
        .prepare(
          'SELECT object_id, image, image_version, study_id FROM object JOIN series USING (series_id) ORDER BY object_id',
        )
        .all()
        .map((row) => Row.parse(row));
    const now = rows();
    for (const row of now) {
      const image = z.record(z.string(), z.unknown()).parse(JSON.parse(row.image));
      const old = Object.fromEntries(Object.entries(image).filter(([key]) => !UNSEEN.includes(key)));
      index
        .prepare('UPDATE object SET image = ?, image_version = 1 WHERE object_id = ?')
        .run(JSON.stringify({ ...old, viewPosition: 'OLD', frameTime: null }), row.object_id);
    }
    const parsers = new ParserPool(realHost());
    return { bench, rows, now, parsers, readAgain: new ReadAgain({ db: index, blobs: bench.store.blobs, parsers }) };
  }

  it('are read again study by study before they are shown, and only once', async () => {
    const { rows, now, parsers, readAgain } = await oldStore();
    const [first] = now;
    if (!first) throw new Error('nothing was imported');
    await Promise.all([readAgain.study(first.study_id), readAgain.study(first.study_id)]);
    for (const row of rows()) {
      const before = now.find(({ object_id: id }) => id === row.object_id);
      if (row.study_id === first.study_id) expect(row).toEqual(before);
      else expect(row.image_version).toBe(1);
    }
    await parsers.close();
  });

  it('are read again in the background, all of them, and a damaged one does not stop the rest', async () => {
    const { bench, rows, now, parsers, readAgain } = await oldStore();
    const { jobs, personId, blobs, index } = bench.store;
    const [damaged] = now;
    const blob = index.prepare<[string], string>('SELECT blob_id FROM object WHERE object_id = ?').pluck();
    await blobs.remove((blob.get(damaged?.object_id ?? '') ?? '') as Parameters<typeof blobs.remove>[0]);
    defineReadAgainJob(jobs, readAgain);
    beginReadAgain(jobs, readAgain, personId);
    beginReadAgain(jobs, readAgain, personId);
    const begun = jobs.list().filter(({ kind }) => kind === READ_AGAIN_JOB);
    expect(begun).toHaveLength(1);
    if (begun[0]) await jobs.wait(begun[0].jobId);
    expect(readAgain.waiting()).toBe(0);
    for (const row of rows()) {
      expect(row.image_version).toBe(IMAGE_INFO_VERSION);
      if (row.object_id !== damaged?.object_id) {
        expect(row.image).toBe(now.find(({ object_id: id }) => id === row.object_id)?.image);
      }
    }
    await parsers.close();
  });
});
