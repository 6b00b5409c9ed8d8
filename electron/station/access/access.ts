import type { AccessState } from '../../../shared/contract/access.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { Clock, Log } from '../kernel/ports.ts';
import type { OpenStore } from './open-store.ts';

export interface AccessOptions {
  /** Folder of the store; need not exist yet. */
  readonly dir: string;
  /** File of kernel/blob-worker as it runs here. */
  readonly blobWorkerFile: string;
  readonly nativeBinding?: string | undefined;
  readonly clock?: Clock;
  readonly log?: Log;
}

export class Access {
  /** After every change of state. */
  readonly onChanged = new Emitter<AccessState>();

  constructor(options: AccessOptions) {
    throw new Error(`not written yet ${options.dir}`);
  }

  /** The open store, or null while it is locked or absent. */
  get store(): OpenStore | null {
    throw new Error('not written yet');
  }

  /** The open store; throws `access/locked`. */
  requireStore(): OpenStore {
    throw new Error('not written yet');
  }

  state(): AccessState {
    throw new Error('not written yet');
  }

  create(name: string, passphrase: string): Promise<{ readonly recoveryKey: string }> {
    throw new Error(`not written yet ${name.length} ${passphrase.length}`);
  }

  /** A recovery key is taken in place of the passphrase. `personId` null: whoever the passphrase fits. */
  unlock(personId: PersonId | null, passphrase: string): Promise<AccessState> {
    throw new Error(`not written yet ${personId} ${passphrase.length}`);
  }

  confirmRecovery(): AccessState {
    throw new Error('not written yet');
  }

  /** Closes everything and drops the keys. */
  lock(): Promise<AccessState> {
    throw new Error('not written yet');
  }

  close(): Promise<void> {
    throw new Error('not written yet');
  }
}
