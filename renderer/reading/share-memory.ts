import type { StoreApi } from 'zustand/vanilla';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { pictureMemory, volumeMemory } from '../../shared/rules/picture-memory.ts';
import type { DeskParts } from './desk-parts.ts';

/**
 * Gives the pictures and the volumes of this window their share of the machine's memory, and less when another window with pictures opens
 * (fault F12). A volume that is open stays; the next one has the room that is left.
 * Until the station has said how much there is, and where it cannot, the largest share counts.
 * @param open the windows beside the desk's own; null: the desk is alone
 */
export function shareMemory(
  source: { memory: number; volumeMemory: number },
  open: StoreApi<{ readonly glasses: readonly unknown[] }> | null,
  { call, failed }: Pick<DeskParts, 'call' | 'failed'>,
): Disposer {
  let total: number | null = null;
  const share = (): void => {
    if (total === null) return;
    const windows = 1 + (open?.getState().glasses.length ?? 0);
    source.memory = pictureMemory(total, windows);
    source.volumeMemory = volumeMemory(total, windows);
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
