import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { BlobStore } from '../../../../electron/station/kernel/blob-store.ts';
import { unlockKeyRing } from '../../../../electron/station/kernel/key-ring.ts';
import { openDatabase } from '../../../../electron/station/kernel/sqlite.ts';
import { stationFile } from '../../../helpers/station-file.ts';

/* Puts groups of blobs, then their rows, then says which: what it said must survive its own death. */
const dir = process.argv[2] ?? '';
const studyKeyId = process.argv[3] ?? '';
const { ring } = await unlockKeyRing(dir, { passphrase: 'correct horse' });
const db = openDatabase(path.join(dir, 'index.db'), ring.databaseKey('index'));
db.exec('CREATE TABLE IF NOT EXISTS known (blob_id TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT');
const insert = db.prepare('INSERT INTO known VALUES (?, ?)');
const blobs = new BlobStore({ dir, ring, workerFile: stationFile('blobs') });
for (;;) {
  const items = Array.from({ length: 8 }, () => {
    const bytes = randomBytes(1 + (randomBytes(3).readUIntBE(0, 3) % 600_000));
    return { source: { bytes }, expectedBytes: bytes.length, studyKeyId };
  });
  const stored = await blobs.put(items);
  db.transaction(() => {
    for (const one of stored) if ('blobId' in one) insert.run(one.blobId, one.sha256);
  }).immediate();
  for (const one of stored) if ('blobId' in one) process.stdout.write(`${one.blobId} ${one.sha256}\n`);
}
