import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** moving: the package is being made, or was opened from a package and not taken over yet. moved: it lives elsewhere now. */
export interface Moved {
  readonly stage: 'moving' | 'moved';
  readonly moveId: string;
  /** Folder of the package. */
  readonly to: string;
  /** UTC. */
  readonly at: string;
}

/** Acts that decide on which machine a store lives: the last one in the audit trail counts. */
export const MOVE_COMMANDS = ['move.begin', 'move.done', 'move.cancel', 'move.arrive'] as const;
const Detail = z.object({ moveId: z.string(), to: z.string() });

/** What a store that lives elsewhere still does: it is looked at, locked, revoked, erased and judged; nothing new is made in it. */
const STILL = [
  ...['access', 'audit', 'forget', 'keys', 'move', 'order', 'people', 'residency', 'retention', 'security'],
  ...['signIn', 'station', 'store', 'study', 'worklist'],
];

/**
 * Whether this store is the one that works. It is read from the audit trail, which is written twice and cannot be cut without an alarm:
 * a mark that somebody could delete would make two stores of one.
 */
export class Movement {
  readonly #index: Db;
  #moved: Moved | null;

  constructor(index: Db) {
    this.#index = index;
    this.#moved = movedOf(index);
  }

  /** Null: this is the one. */
  get moved(): Moved | null {
    return this.#moved;
  }

  /** After each command of `MOVE_COMMANDS`. */
  refresh(): void {
    this.#moved = movedOf(this.#index);
  }

  /** @throws AppError store/moved for new work in a store that lives elsewhere */
  requireHere(command: string): void {
    if (!STILL.includes(command.split('.', 1)[0] ?? '')) this.requireLive();
  }

  /** @throws AppError store/moved */
  requireLive(): void {
    if (this.#moved !== null) throw movedAway(this.#moved);
  }
}

function movedAway({ stage, moveId, at }: Moved): AppError {
  const words =
    stage === 'moved'
      ? `the store was moved to another machine on ${at}: nothing new is made, signed or sent here`
      : `the store is on its way to another machine since ${at}: until that has ended it takes no new work`;
  return new AppError('store/moved', words, { context: { stage, moveId, at } });
}

function movedOf(index: Db): Moved | null {
  const last = index
    .prepare<[string], { command: string; at: string; detail: string }>(
      `SELECT command, at, detail FROM audit WHERE command IN (SELECT value FROM json_each(?)) ORDER BY seq DESC LIMIT 1`,
    )
    .get(JSON.stringify(MOVE_COMMANDS));
  if (last === undefined || last.command === 'move.cancel' || last.command === 'move.arrive') return null;
  const { moveId, to } = Detail.parse(JSON.parse(last.detail));
  return { stage: last.command === 'move.done' ? 'moved' : 'moving', moveId, to, at: last.at };
}
