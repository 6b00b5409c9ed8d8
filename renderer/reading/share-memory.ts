import type { StoreApi } from 'zustand/vanilla';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { pictureMemory } from '../../shared/rules/picture-memory.ts';
import type { DeskParts } from './desk-parts.ts';

/**
 * Gives the pictures of this window their share of the machine's memory, and less when another window with pictures opens (fault F12).
 * Until the station has said how much there is, and where it cannot, the largest share counts.
 * @param open the windows beside the desk's own; null: the desk is alone
 */
export function shareMemory(
  source: { memory: number },
  open: StoreApi<{ readonly glasses: readonly unknown[] }> | null,
  { call, failed }: Pick<DeskParts, 'call' | 'failed'>,
): Disposer {
  let total: number | null = null;
  const share = (): void => {
    if (total !== null) source.memory = pictureMemory(total, 1 + (open?.getState().glasses.length ?? 0));
  };
  let gone = false;
  call('check.memory', {}).then(
    (memory) => {
      total = memory.total;
      if (!gone) share();
    },
    (error: unknown) => {
      if (!gone) failed(error, 'Memory of this machine');
    },
  );
  const unseen = open?.subscribe(share);
  return () => {
    gone = true;
    unseen?.();
  };
}
