import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock, Log } from '../../kernel/ports.ts';

export interface TurnedAwayParts {
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  readonly clock: Clock;
  readonly log: Log;
}

/** One record of a caller in this time, milliseconds: nobody fills the trail by knocking. */
const RECORD_EVERY_MS = 60_000;
/** Callers that are told apart; the others count as one. */
const MOST_CALLERS = 64;

/** Puts whoever our receiver turned away into the trail: where from, why, and how often since the record before. */
export class TurnedAway {
  readonly #parts: TurnedAwayParts;
  readonly #seen = new Map<string, { at: number; more: number }>();

  constructor(parts: TurnedAwayParts) {
    this.#parts = parts;
  }

  readonly record = ({ address, why }: { readonly address: string; readonly why: string }): void => {
    const { commands, personId, clock, log } = this.#parts;
    const named = `${address} ${why}`;
    const key = this.#seen.has(named) || this.#seen.size < MOST_CALLERS ? named : 'others';
    const last = this.#seen.get(key);
    const now = clock.monotonic();
    if (last !== undefined && now - last.at < RECORD_EVERY_MS) {
      last.more += 1;
      return;
    }
    this.#seen.set(key, { at: now, more: 0 });
    const detail = { address, why, before: last?.more ?? 0 };
    try {
      commands.run({ name: 'receiver.refused', personId, subject: why, detail }, () => undefined);
    } catch (error) {
      // Whoever knocked was turned away all the same.
      log.error('receiver.refusal-not-recorded', { code: asAppError(error).code });
    }
  };
}
