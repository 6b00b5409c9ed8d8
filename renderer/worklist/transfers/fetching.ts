import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { TransferId } from '../../../shared/model/ids.ts';
import type { Transfer } from '../../../shared/model/transfer.ts';
import type { StationLink } from '../../app/station-link.ts';

export interface FetchingView {
  readonly transfers: ReadonlyMap<TransferId, Transfer>;
  /** All that waits, those among it that are not listed too. */
  readonly waiting: number;
}

/** Finished ones that stay in sight. */
const KEPT = 20;

/** What is fetched from sites, as the station tells it. */
export class Fetching {
  readonly view: StoreApi<FetchingView> = createStore<FetchingView>(() => ({ transfers: new Map(), waiting: 0 }));
  readonly #link: StationLink;

  constructor(link: StationLink) {
    this.#link = link;
  }

  /** Asks, and follows what changes. */
  start(): Disposer {
    const bag = new DisposerBag();
    bag.add(this.#link.on('transfers.changed', ({ transfers }) => this.#take(transfers)));
    bag.add(this.#link.on('app.stationRestarted', () => void this.ask()));
    void this.ask();
    return () => bag.dispose();
  }

  async ask(): Promise<void> {
    try {
      const { transfers, waiting } = await this.#link.call('transfers.list', {});
      this.view.setState({ transfers: new Map(transfers.map((one) => [one.transferId, one])), waiting });
    } catch {
      // The panel shows what it knew; the next change is an event.
      this.view.setState({ waiting: 0 });
    }
  }

  async pause(transferId: TransferId): Promise<void> {
    await this.#link.call('transfers.pause', { transferId });
  }

  async resume(transferId: TransferId): Promise<void> {
    await this.#link.call('transfers.resume', { transferId });
  }

  async cancel(transferId: TransferId): Promise<void> {
    await this.#link.call('transfers.cancel', { transferId });
  }

  #take(changed: readonly Transfer[]): void {
    const transfers = new Map(this.view.getState().transfers);
    for (const one of changed) transfers.set(one.transferId, one);
    const waiting = [...transfers.values()].filter(({ state }) => state === 'waiting').length;
    this.view.setState({ transfers, waiting: Math.max(waiting, this.view.getState().waiting - changed.length) });
  }
}

/** Running ones first, then what waits or rests, the last finished ones at the end. */
export function shownTransfers({ transfers }: FetchingView): readonly Transfer[] {
  const all = [...transfers.values()];
  const of = (...states: readonly Transfer['state'][]): readonly Transfer[] =>
    all.filter(({ state }) => states.includes(state));
  const ended = of('done', 'failed', 'cancelled').slice(-KEPT);
  return [...of('running'), ...of('waiting'), ...of('resting', 'paused'), ...ended];
}
