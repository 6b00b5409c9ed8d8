import { onTestFinished } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import type { AccessOptions } from '../../../electron/station/access/access.ts';
import { blobWorkerFile } from '../kernel/blob-fixture.ts';

export const PASSPHRASE = 'correct horse';

/** The door of a store in `dir`, closed when the test ends. Keys are cheap and failures cost no waiting. */
export function accessOn(dir: string, options: Partial<AccessOptions> = {}): Access {
  const access = new Access({ dir, blobWorkerFile, scryptLogN: 10, delay: () => Promise.resolve(), ...options });
  onTestFinished(() => access.close());
  return access;
}
