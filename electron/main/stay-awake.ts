import type { Disposer } from '../../shared/lib/disposable.ts';
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

/** The machine does not sleep while something is fetched; the screen may. */
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
    if (name !== 'transfers.changed') return;
    const { transfers } = sourceEvents['transfers.changed'].payload.parse(payload);
    if (!transfers.some(({ state }) => state === 'running')) return;
    held ??= blocker.start('prevent-app-suspension');
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(rest, silenceMs);
  });
  return () => {
    stop();
    rest();
  };
}
