import type { AppError } from '../../../../shared/errors/app-error.ts';
import type { KeyRing } from '../../kernel/key-ring.ts';

/** Runs when the store is closed and its lock is held, with its keys; they stay the caller's. */
export type Afterwards = (ring: KeyRing) => Promise<void>;

/** Why nobody enters a store, and what is done once it is closed again. */
export interface NoEntry {
  readonly error: AppError;
  readonly afterwards: Afterwards | null;
}
