import path from 'node:path';
import { Access } from '../../../electron/station/access/access.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { PASSPHRASE } from './programs/open-station.ts';

export const blobWorkerFile = path.join(projectRoot, 'electron', 'station', 'kernel', 'blob-worker.ts');

/** A store whose passphrase costs little: for tests that open it often. */
export async function makeCheapStore(dir: string): Promise<void> {
  const access = new Access({ dir, blobWorkerFile, scryptLogN: 10 });
  await access.create('Test reader', PASSPHRASE);
  access.confirmRecovery();
  await access.close();
}
