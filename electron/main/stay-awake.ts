import type { Disposer } from '../../shared/lib/disposable.ts';
import { accessEvents } from '../../shared/contract/access.ts';
import { sourceEvents } from '../../shared/contract/sources.ts';

/** Of Electron's powerSaveBlocker. */
export interface SleepBlocker {
  start(kind: 'prevent-app-suspension'): number;
  stop(id: number): void;
}

interface StationEvents {
  on(listener: (event: { readonly name: string; readonly payload: unknown }) => void): Disposer;
}

/** What runs is told of some times a second; after this silence nothing does. */
const SILENCE_MS = 30_000;

/** The machine does not sleep while something is fetched, behind the lock too; the screen may. */
export function stayAwake(events: StationEvents, blocker: SleepBlocker, silenceMs = SILENCE_MS): Disposer {
  let held: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  const rest = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (held !== null) blocker.stop(held);
    held = null;
  };
  const stop = events.on(({ name, payload }) => {
    if (!isFetching(name, payload)) return;
    held ??= blocker.start('prevent-app-suspension');
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(rest, silenceMs);
  });
  return () => {
    stop();
    rest();
  };
}

function isFetching(name: string, payload: unknown): boolean {
  if (name === 'access.fetching') {
    const { fetching } = accessEvents['access.fetching'].payload.parse(payload);
    return fetching !== null && fetching.running > 0;
  }
  if (name !== 'transfers.changed') return false;
  const { transfers } = sourceEvents['transfers.changed'].payload.parse(payload);
  return transfers.some(({ state }) => state === 'running');
}
