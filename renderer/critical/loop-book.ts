import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { asAppError } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import type { Communication } from '../../shared/model/communication.ts';
import type { StationLink } from '../app/station-link.ts';

interface LoopView {
  /** Of every study: what nobody was told of yet, as the station ordered it. */
  readonly loops: readonly Communication[];
  /** UTC milliseconds by the station's clock, which nobody can put back; moves every half minute while something is open. */
  readonly now: number;
}

const TICK_MS = 30_000;

/** Findings that nobody was told of yet, and the clock beside them. One a window. */
export class LoopBook {
  readonly view: StoreApi<LoopView> = createStore(() => ({ loops: [], now: Date.now() }));
  readonly #link: StationLink;

  constructor(link: StationLink) {
    this.#link = link;
  }

  /** Follows the station until the disposer is called; then nothing is shown. */
  start(): Disposer {
    const bag = new DisposerBag();
    const tick = setInterval(() => {
      if (this.view.getState().loops.length > 0) void this.#load();
    }, TICK_MS);
    bag.add(() => clearInterval(tick));
    bag.add(this.#link.on('communication.changed', () => void this.#load()));
    bag.add(this.#link.on('communication.overdue', () => void this.#load()));
    bag.add(this.#link.on('app.stationRestarted', () => void this.#load()));
    bag.add(() => this.view.setState({ loops: [] }));
    void this.#load();
    return () => bag.dispose();
  }

  /** A list that did not come stays as it was: the next change, or the next start, asks again. */
  async #load(): Promise<void> {
    try {
      const { communications, now } = await this.#link.call('communication.openLoops', {});
      this.view.setState({ loops: communications, now: Date.parse(now) });
    } catch (error) {
      console.warn('open findings not known', asAppError(error).code);
    }
  }
}
