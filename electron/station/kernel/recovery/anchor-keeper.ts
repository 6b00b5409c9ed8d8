import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { AuditHead } from '../ledger/ledger.ts';
import type { Log } from '../ports.ts';
import type { Anchor } from './anchor.ts';

const EVERY_MS = 2000;

/** Keeps the anchor at what the store can prove: at the opening, every two seconds where it moved, and at the end. */
export class AnchorKeeper {
  readonly #anchor: Anchor;
  readonly #state: () => { readonly generation: number; readonly head: AuditHead | null };
  readonly #log: Log | null;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    anchor: Anchor,
    state: () => { readonly generation: number; readonly head: AuditHead | null },
    log: Log | undefined,
  ) {
    this.#anchor = anchor;
    this.#state = state;
    this.#log = log ?? null;
  }

  async start(): Promise<void> {
    await this.#write();
    this.#timer = setInterval(() => void this.#write(), EVERY_MS).unref();
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#write();
    this.#anchor.close();
  }

  /** A computer that cannot remember still reads; only an older copy of the whole store would go unnoticed. */
  #write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const { generation, head } = this.#state();
      if (head === null) return;
      try {
        await this.#anchor.write({ generation, head });
      } catch (error) {
        this.#log?.warn('anchor.not-written', { code: asAppError(error).code });
      }
    });
    return this.#writing;
  }
}
