import { AppError } from '../../../shared/errors/app-error.ts';
import type { Clock } from '../kernel/ports.ts';

const NEVER = new Date(0).toISOString();

/** When the person of this session proved last who they are. */
export class Proof {
  readonly #clock: Clock;
  #at: string;
  #monotonic: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#at = clock.nowIso();
    this.#monotonic = clock.monotonic();
  }

  /** UTC, ISO 8601. */
  get at(): string {
    return this.#at;
  }

  /** Nobody has proved anything in this session. */
  forget(): void {
    this.#at = NEVER;
    this.#monotonic = -Infinity;
  }

  renew(): void {
    this.#at = this.#clock.nowIso();
    this.#monotonic = this.#clock.monotonic();
  }

  /**
   * By two clocks, the older counts: one stands still while the computer sleeps, the other can be set back.
   * @throws AppError access/proof-needed
   */
  require(minutes: number): void {
    const byWall = Date.parse(this.#clock.nowIso()) - Date.parse(this.#at);
    const age = Math.max(byWall, this.#clock.monotonic() - this.#monotonic);
    if (age > minutes * 60_000)
      throw new AppError('access/proof-needed', 'the last proof of who signs is too old', { retry: 'now' });
  }
}
