import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BlobStore } from '../../../electron/station/kernel/blob-store.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { createKeyRing, unlockKeyRing } from '../../../electron/station/kernel/key-ring.ts';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import { BlobId, PersonId } from '../../../shared/model/ids.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { blobWorkerFile } from './blob-fixture.ts';
import { runAndKill } from './killed-program.ts';

const passphrase = 'correct horse';

const TIMES = process.env['NIGHTJAR_LONG'] === undefined ? 8 : 40;

describe('a writer that is killed', () => {
  it('loses no blob and no row that it acknowledged, and leaves no torn one, again and again', async () => {
    const dir = await tempDir();
    const person = { personId: PersonId.parse(newId()), name: 'Reader', passphrase };
    const made = await createKeyRing(dir, person, { scryptLogN: 10 });
    const studyKeyId = made.ring.newStudyKey(newId());
    made.ring.close();
    const acknowledged = new Map<string, string>();
    for (let round = 0; round < TIMES; round += 1) {
      const lines = await runAndKill('put-blobs.ts', [dir, studyKeyId], { lines: 8, afterMs: (round * 7) % 60 });
      for (const line of lines) {
        const [blobId = '', sha256 = ''] = line.split(' ');
        acknowledged.set(blobId, sha256);
      }
      await checkAfterCrash(dir, acknowledged);
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(8 * TIMES);
  });
});

async function checkAfterCrash(dir: string, acknowledged: ReadonlyMap<string, string>): Promise<void> {
  const { ring } = await unlockKeyRing(dir, { passphrase });
  const db = openDatabase(path.join(dir, 'index.db'), ring.databaseKey('index'));
  const blobs = new BlobStore({ dir, ring, workerFile: blobWorkerFile });
  try {
    const rows = db.prepare<[], { blob_id: string; sha256: string }>('SELECT * FROM known').all();
    const inRows = new Map(rows.map((row) => [row.blob_id, row.sha256]));
    for (const [blobId, sha256] of acknowledged) expect(inRows.get(blobId)).toBe(sha256);
    const report = await blobs.sweep((id) => inRows.has(id));
    expect(report.kept).toBe(inRows.size);
    // Every row, acknowledged or not, points at whole bytes.
    for (const [blobId, sha256] of inRows) await blobs.verify(BlobId.parse(blobId), sha256);
  } finally {
    await blobs.close();
    db.close();
    ring.close();
  }
}
