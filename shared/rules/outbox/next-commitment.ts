import { AppError } from '../../errors/app-error.ts';
import type { CommitmentState } from '../../model/outbox.ts';

/** What decides how the asking for storage commitment of one object goes on. It says nothing of whether the object was taken. */
export interface CommitmentStep {
  readonly state: CommitmentState;
  /** Requests that were sent or begun under the transaction of now. */
  readonly asked: number;
  /** Requests in a row that did not get through: the next waits longer. */
  readonly failures: number;
}

export type CommitmentEvent =
  | { readonly kind: 'claim' }
  /** The program ended while it asked: the request may be there, under the same transaction. */
  | { readonly kind: 'died' }
  /** The archive took the request, and will say what comes of it. */
  | { readonly kind: 'accepted' }
  /** The request did not get there, or was not answered. */
  | { readonly kind: 'not-asked' }
  /** The archive does not do this. */
  | { readonly kind: 'refused' }
  /** Nothing was said for as long as the destination is waited for. */
  | { readonly kind: 'silent' }
  /** What came of it: at once, later at our own port, or once more. */
  | { readonly kind: 'said'; readonly committed: boolean }
  /** A person wants it asked again. */
  | { readonly kind: 'again' };

export const NEW_COMMITMENT: CommitmentStep = { state: 'due', asked: 0, failures: 0 };

/** Requests that are answered with nothing; after these a person is told. */
export const MOST_SILENT = 5;

/**
 * The only way it changes. Committed is the one end, and only the archive says it; whatever else is never called so. What is said
 * counts in every state but that: a late result is one, too.
 * @throws AppError outbox/not-now for an event that the state does not allow
 */
export function nextCommitment(row: CommitmentStep, event: CommitmentEvent): CommitmentStep {
  const from = (...states: readonly CommitmentState[]): void => {
    if (!states.includes(row.state)) {
      throw new AppError('outbox/not-now', `${event.kind} is not possible now`, { context: { state: row.state } });
    }
  };
  switch (event.kind) {
    case 'claim':
      from('due');
      return { ...row, state: 'asking', asked: row.asked + 1 };
    case 'died':
      from('asking');
      return { ...row, state: 'due' };
    case 'accepted':
      from('asking');
      return { ...row, state: 'asked', failures: 0 };
    case 'not-asked':
      from('asking');
      return { state: 'due', asked: row.asked - 1, failures: row.failures + 1 };
    case 'refused':
      from('asking');
      return { ...row, state: 'refused', failures: 0 };
    case 'silent':
      from('asked');
      return { ...row, state: row.asked >= MOST_SILENT ? 'unanswered' : 'due' };
    case 'said':
      if (row.state === 'committed') return row;
      return { ...row, state: event.committed ? 'committed' : 'failed', failures: 0 };
    case 'again':
      from('failed', 'refused', 'unanswered');
      return NEW_COMMITMENT;
  }
}

/** Whether the transaction of a row is over, so that another question needs another one (Part 4, J.3.3). */
export function isTransactionOver(state: CommitmentState): boolean {
  return state === 'failed' || state === 'committed';
}
