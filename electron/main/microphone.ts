import { AccessState } from '../../shared/contract/access.ts';
import type { Pages } from './pages.ts';
import type { StationHost } from './station-host.ts';
import { APP_ORIGIN } from './window-file.ts';

/** What is asked of a permission, as far as it counts here. */
export interface AskedMedia {
  readonly address: string;
  /** 'audio', 'video'; both where a page wants both. */
  readonly kinds: readonly string[];
}

/** Who may have the microphone: our own page, while it dictates. It is taken back when that ends, with the page, and with the lock. */
export class Microphone {
  #page: string | null = null;

  lend(page: string): void {
    this.#page = page;
  }

  take(page: string): void {
    if (this.#page === page) this.#page = null;
  }

  mayHave({ address, kinds }: AskedMedia): boolean {
    const isSound = kinds.length > 0 && kinds.every((kind) => kind === 'audio');
    return this.#page !== null && isSound && address.startsWith(`${APP_ORIGIN}/`);
  }

  follow(station: Pick<StationHost, 'events'>, pages: Pick<Pages, 'gone'>): void {
    pages.gone.on((page) => this.take(page));
    station.events.on(({ name, payload }) => {
      if (name !== 'access.changed') return;
      const state = AccessState.safeParse(payload);
      if (!state.success || state.data.store !== 'open') this.#page = null;
    });
  }
}
