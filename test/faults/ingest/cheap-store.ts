import { Access } from '../../../electron/station/access/access.ts';
import { stationFile } from '../../helpers/station-file.ts';
import { PASSPHRASE } from './programs/open-station.ts';

export const blobWorkerFile = stationFile('blobs');

/** A store whose passphrase costs little: for tests that open it often. */
export async function makeCheapStore(dir: string): Promise<void> {
  const access = new Access({ dir, blobWorkerFile, scryptLogN: 10 });
  await access.create('Test reader', PASSPHRASE);
  access.confirmRecovery();
  await access.close();
}
