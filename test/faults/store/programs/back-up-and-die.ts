import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { stationFile } from '../../../helpers/station-file.ts';

/* Backs up or restores and is killed right after so many files got their names. Renaming is counted, nothing is replaced. */
const [, , what = '', from = '', to = '', writes = '0'] = process.argv;
const blobWorkerFile = stationFile('blobs');
const passphrase = 'correct horse battery';
let left = Number(writes);
const rename = fs.rename;
let counting = what === 'restore';
fs.rename = async (...names) => {
  await rename(...names);
  if (!counting) return;
  left -= 1;
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
};
syncBuiltinESMExports();

if (what === 'restore') {
  const { restoreBackup } = await import('../../../../electron/station/kernel/backup/restore-backup.ts');
  const { finishStore } = await import('../../../../electron/station/access/store-file.ts');
  const finish = (made: { readonly storeId: string; readonly kind: 'evaluation' | 'clinical' }) =>
    finishStore(to, made);
  await restoreBackup({ from, dir: to, blobWorkerFile, database: {}, secret: { passphrase }, finish });
} else {
  const { Access } = await import('../../../../electron/station/access/access.ts');
  const { runBackup } = await import('../../../../electron/station/kernel/backup/run-backup.ts');
  const access = new Access({ dir: from, blobWorkerFile });
  await access.unlock(null, passphrase);
  const parts = { ...access.requireStore().backup, storeId: 'store', kind: 'evaluation' as const, now: () => 'now' };
  counting = true;
  await runBackup(parts, to, { signal: new AbortController().signal, report: () => undefined });
  counting = false;
  await access.close();
}
process.exit(0);
