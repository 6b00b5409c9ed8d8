import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { FileSource } from '../../integration/transfer/retrieve/file-source.ts';
import type { Held } from '../../integration/transfer/retrieve/file-source.ts';
import { makeStudy, sha256, transferBench } from '../../integration/transfer/retrieve/transfer-fixture.ts';
import type { Bench } from '../../integration/transfer/retrieve/transfer-fixture.ts';

const from = { peer: 'Anna', address: '127.0.0.1', callingAe: 'PACS' };

describe('the same UID, by several ways', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-twice-'));
  const dir = path.join(folder, 'store');
  const site = new FileSource();
  let bench: Bench;

  beforeAll(async () => {
    bench = await transferBench(dir, () => site);
  });
  afterAll(async () => {
    await bench.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  const fetched = (studyUid: string) =>
    bench.transfers.desk.wait(
      bench.transfers.ask({ sourceId: bench.sourceId, studyUid, seriesUid: null, rank: 'open', way: null }),
    );
  const push = async ({ sopUid }: Pick<Held, 'sopUid'>, bytes: Uint8Array): Promise<void> => {
    const object = await bench.transfers.pushed.begin({ sopUid, expectedBytes: null }, from);
    await object.write(bytes.slice(0, 100));
    await object.write(bytes.slice(100));
    await object.end();
  };
  const rowsOf = (sopUid: string) =>
    bench.store.index
      .prepare<[string], { readonly sha256: string; readonly duplicate: string | null }>(
        'SELECT sha256, duplicate FROM object WHERE sop_uid = ? ORDER BY duplicate IS NOT NULL, arrived_at',
      )
      .all(sopUid);

  it('F26: a study that is fetched while two peers push it is there once, one row and one file an object', async () => {
    const held = makeStudy(2, 20, { pixels: 1024 });
    const [first] = held;
    if (first === undefined) throw new Error('no image');
    site.held = [...held];
    const pushing = [0, 1].map(async (peer) => {
      // From both ends, so that they meet each other and the retrieve.
      const order = peer === 0 ? held : held.toReversed();
      for (const one of order) await push(one, one.bytes);
    });
    const [row] = await Promise.all([fetched(first.studyUid), ...pushing]);
    expect(row).toMatchObject({ state: 'done', counts: { received: 40, expected: 40, missing: 0 } });
    for (const one of held) expect(rowsOf(one.sopUid)).toEqual([{ sha256: sha256(one.bytes), duplicate: null }]);
    const files = readdirSync(path.join(dir, 'blobs'), { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    expect(files.length).toBe(40);
    expect(bench.transfers.here.studies(first.studyUid)).toHaveLength(1);
    expect(readdirSync(path.join(dir, 'tmp'))).toEqual([]);
  });

  it.each([
    ['other pixels', [element(0x7fe00010, 'OW', [9, 9, 9, 9])], 'conflict'],
    ['another header', [element(0x0008103e, 'LO', 'Renamed')], 'changed-header'],
  ] as const)(
    'F27: %s under a UID that is here are kept beside it, and take the place of nothing',
    async (_what, own, kind) => {
      const [one] = makeStudy(1, 1);
      if (one === undefined) throw new Error('no image');
      const uids = [
        element(0x00080018, 'UI', one.sopUid),
        element(0x0020000d, 'UI', one.studyUid),
        element(0x0020000e, 'UI', one.seriesUid),
      ];
      const first = ctImage(uids);
      const other = ctImage([...uids, ...own]);
      site.held = [{ ...one, bytes: first }];
      await fetched(one.studyUid);
      await push(one, other);
      // And the same again, by both ways: nothing is added.
      await push(one, other);
      await push(one, first);
      await fetched(one.studyUid);
      expect(rowsOf(one.sopUid)).toEqual([
        { sha256: sha256(first), duplicate: null },
        { sha256: sha256(other), duplicate: kind },
      ]);
      // They count as one object of the site.
      expect([...bench.transfers.here.counts(one.studyUid).values()]).toMatchObject([{ received: 1 }]);
    },
  );
});
