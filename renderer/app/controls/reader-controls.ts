import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { PROGRAM_CONTROLS } from '../../../shared/model/controls.ts';
import type { Controls } from '../../../shared/model/controls.ts';
import type { AccessView } from '../access.ts';
import type { StationLink } from '../station-link.ts';

export interface ControlsView {
  /** Those that count now; the program's where nobody has unlocked. */
  readonly controls: Controls;
  readonly state: 'kept' | 'saving' | 'failed';
}

export interface ReaderControlsOptions {
  readonly link: StationLink;
  /** Who has the store open. */
  readonly access: StoreApi<AccessView>;
  readonly failed: (error: unknown, doing: string) => void;
}

/** Keys, mouse and devices of who has the store open: read when they unlock, kept with every change, gone with the lock. */
export class ReaderControls {
  readonly view: StoreApi<ControlsView>;
  readonly #options: ReaderControlsOptions;
  #reader = '';
  #saves = 0;

  constructor(options: ReaderControlsOptions) {
    this.#options = options;
    this.view = createStore<ControlsView>()(() => ({ controls: PROGRAM_CONTROLS, state: 'kept' }));
  }

  start(): Disposer {
    const bag = new DisposerBag();
    const { access, link } = this.#options;
    const look = (): void => this.#look(access.getState());
    bag.add(access.subscribe(look));
    // What this window saves comes back as an event: it is not read over what is changed meanwhile.
    bag.add(link.on('controls.changed', () => (this.#saves === 0 ? void this.#load() : undefined)));
    look();
    return () => bag.dispose();
  }

  /** They count at once, and are kept by the station. */
  async change(controls: Controls): Promise<void> {
    const reader = this.#reader;
    this.view.setState({ controls, state: 'saving' });
    this.#saves += 1;
    try {
      await this.#options.link.call('controls.save', { controls });
      if (reader === this.#reader && this.#saves === 1) this.view.setState({ state: 'kept' });
    } catch (error) {
      if (reader === this.#reader) this.view.setState({ state: 'failed' });
      this.#options.failed(error, 'Keys and mouse');
    } finally {
      this.#saves -= 1;
    }
  }

  #look({ state }: AccessView): void {
    const reader = state?.store === 'open' ? (state.reader?.personId ?? '') : '';
    if (reader === this.#reader) return;
    this.#reader = reader;
    this.view.setState({ controls: PROGRAM_CONTROLS, state: 'kept' });
    if (reader !== '') void this.#load();
  }

  async #load(): Promise<void> {
    const reader = this.#reader;
    if (reader === '') return;
    try {
      const { controls } = await this.#options.link.call('controls.load', {});
      if (reader === this.#reader && this.#saves === 0) this.view.setState({ controls: controls ?? PROGRAM_CONTROLS });
    } catch (error) {
      if (reader === this.#reader) this.#options.failed(error, 'Keys and mouse');
    }
  }
}
