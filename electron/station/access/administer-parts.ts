import type { Slot } from '../kernel/slots.ts';
import type { OpenStore } from './open-store.ts';
import type { RotatedStudies } from './rotate-study.ts';
import type { AccessOptions } from './store-opener.ts';

/** Closes what works on the open store. */
export type Leave = () => Promise<void>;

/** What an act of an administrator works with. */
export interface AdministerParts extends Pick<AccessOptions, 'dir' | 'faults'> {
  /** What the administrator showed: the passphrase, or the recovery key. */
  readonly provedBy: Slot['kind'];
  /** Cost of new passphrase slots. */
  readonly logN: number | undefined;
  readonly store: OpenStore;
  /** Changes the key of the store, which is another one afterwards. Gives a new recovery key where the old one ended. */
  readonly rotate: (leave: Leave) => Promise<string | null>;
  /** Closes the store and opens it again, which does what was written down to be done. @throws AppError what kept it from being done */
  readonly reenter: (leave: Leave) => Promise<RotatedStudies | null>;
}
