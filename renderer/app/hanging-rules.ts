import type { HangingCase } from '../../shared/hanging/protocol/case-facts.ts';
import { ProtocolMatcher } from '../../shared/hanging/protocol/match.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import type { StationLink } from './station-link.ts';

/** The hanging protocols that count for who is at work, ready for use. */
export interface KnownRules {
  readonly matcher: ProtocolMatcher;
  /** For rules on the reader. */
  readonly reader: { readonly name: string; readonly groups: readonly string[] };
}

/** Hanging protocols of this window: asked for once, before the first case needs them, and anew when somebody changed one. */
export class HangingRules {
  readonly #link: StationLink;
  #known: Promise<KnownRules> | null = null;
  #case: (() => HangingCase | null) | null = null;

  constructor(link: StationLink) {
    this.#link = link;
  }

  /** Follows who is at work, and what is changed. */
  start(): void {
    this.#link.on('access.changed', ({ store }) => {
      this.#known = null;
      // Nobody misses it when it fails: the case that needs it asks again.
      if (store === 'open') void this.known().catch(() => undefined);
    });
    this.#link.on('hanging.changed', () => {
      this.#known = null;
    });
  }

  /** @throws AppError as the station says */
  known(fresh?: 'fresh'): Promise<KnownRules> {
    if (this.#known && fresh === undefined) return this.#known;
    const asked = this.#ask();
    this.#known = asked;
    asked.catch(() => {
      if (this.#known === asked) this.#known = null;
    });
    return asked;
  }

  /** The desk says what is open on it, to whoever tries a protocol. */
  offerCase(ask: () => HangingCase | null): Disposer {
    this.#case = ask;
    return () => {
      if (this.#case === ask) this.#case = null;
    };
  }

  /** The case on the desk; null where none is open. */
  openCase(): HangingCase | null {
    return this.#case?.() ?? null;
  }

  async #ask(): Promise<KnownRules> {
    const { protocols, reader } = await this.#link.call('hanging.protocols', {});
    return { matcher: new ProtocolMatcher(protocols), reader };
  }
}
