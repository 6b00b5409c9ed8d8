import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { StoreAlarm, StoreHealth } from '../../../shared/contract/store.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { StationLink } from '../station-link.ts';

export interface HealthView {
  /** unknown: the station could not say. */
  readonly state: 'asking' | 'known' | 'unknown';
  readonly alarms: readonly StoreAlarm[];
  readonly checkAgain: ReadonlySet<StudyId>;
  readonly quarantined: number;
  readonly recovered: StoreHealth['recovered'];
  readonly storage: string | null;
}

const NOTHING: HealthView = {
  state: 'asking',
  alarms: [],
  checkAgain: new Set(),
  quarantined: 0,
  recovered: [],
  storage: null,
};

/** What a reader has to know about the open store itself. */
export class Health {
  readonly view: StoreApi<HealthView> = createStore<HealthView>(() => NOTHING);
  readonly #link: StationLink;
  /** Rises with each answer or event: an older answer is dropped. */
  #heard = 0;

  constructor(link: StationLink) {
    this.#link = link;
  }

  /** Asks, and follows what changes. Its disposer forgets it. */
  start(): Disposer {
    const stop = this.#link.on('store.health', (health) => this.#take(health));
    void this.ask();
    return () => {
      stop();
      this.#heard += 1;
      this.view.setState(NOTHING);
    };
  }

  async ask(): Promise<void> {
    this.#heard += 1;
    const before = this.#heard;
    try {
      const health = await this.#link.call('store.health', {});
      if (before === this.#heard) this.#take(health);
    } catch {
      // The banner says it, and lets the reader ask again.
      if (before === this.#heard) this.view.setState({ state: 'unknown' });
    }
  }

  /** The reader has seen the alarm; the station writes down who and when. */
  async acknowledge(alarmId: number): Promise<void> {
    this.#take(await this.#link.call('store.acknowledgeAlarm', { alarmId }));
  }

  /** The reader has compared a study with its source. */
  async checked(studyId: StudyId): Promise<void> {
    this.#take(await this.#link.call('store.studyChecked', { studyId }));
  }

  #take({ checkAgain, ...health }: StoreHealth): void {
    this.#heard += 1;
    this.view.setState({ ...health, state: 'known', checkAgain: new Set(checkAgain) });
  }
}
