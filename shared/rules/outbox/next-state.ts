import { AppError } from '../../errors/app-error.ts';
import type { OutgoingState, ReceiptProof } from '../../model/outbox.ts';

/** What decides how a row goes on. */
export interface SendState {
  readonly state: OutgoingState;
  readonly attempts: number;
  /** Attempts whose bytes may have arrived and that nobody answered. */
  readonly unanswered: number;
  /** Failed attempts in a row: the next waits longer. */
  readonly failures: number;
  readonly mayBeTwice: boolean;
}

export type SendEvent =
  | { readonly kind: 'claim' }
  /** The program ended while it was on its way. */
  | { readonly kind: 'died' }
  | { readonly kind: 'delivered'; readonly proof: Exclude<ReceiptProof, 'person'> }
  /** The receiver was asked and does not have it. */
  | { readonly kind: 'absent' }
  /** The receiver could not be asked, or the site could not before it goes. */
  | { readonly kind: 'not-asked' }
  | { readonly kind: 'refused' }
  /** The receiver answered "not now", and kept nothing. */
  | { readonly kind: 'later' }
  /** There was no connection: nothing of it was given. */
  | { readonly kind: 'not-sent' }
  /** Something of it was given, and no answer came that is one. */
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'hold' }
  | { readonly kind: 'release' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'drop' }
  /** A later state of the same report takes its place. */
  | { readonly kind: 'supersede' }
  /** A person wants it sent once more: the receiver took it, and does not keep it. */
  | { readonly kind: 'resend' }
  /** A person asked the site. */
  | { readonly kind: 'answer'; readonly there: boolean };

export const NEW_ROW: SendState = { state: 'waiting', attempts: 0, unanswered: 0, failures: 0, mayBeTwice: false };

/**
 * The only way a row changes. Ends are delivered (the receiver's answer, a query, a person's word) and dropped (a person, or an
 * unsent preliminary that was replaced): nothing else loses a row. Only a person makes a delivered one wait again. What may be there is never called waiting.
 * @param takesOnce whether the receiver takes the same key once
 * @throws AppError outbox/not-now for an event that the state does not allow
 */
export function nextSendState(row: SendState, event: SendEvent, takesOnce: boolean): SendState {
  const from = (...states: readonly OutgoingState[]): void => {
    if (!states.includes(row.state)) {
      throw new AppError('outbox/not-now', `${event.kind} is not possible now`, { context: { state: row.state } });
    }
  };
  switch (event.kind) {
    case 'claim':
      from('waiting', 'unclear');
      return { ...row, state: 'sending', attempts: row.attempts + 1 };
    case 'died':
    case 'unanswered':
      from('sending');
      return { ...failed(row), state: 'unclear', unanswered: row.unanswered + 1 };
    case 'delivered': {
      from('sending', 'unclear');
      // A query shows one of them; an answer is one more than those that were not answered.
      const extra = event.proof === 'query' ? row.unanswered - 1 : row.unanswered;
      return { ...row, state: 'delivered', failures: 0, mayBeTwice: extra > 0 && !takesOnce };
    }
    case 'absent':
      from('unclear');
      // Where it is taken once, what may still come makes no difference.
      return { ...row, state: 'waiting', unanswered: takesOnce ? 0 : row.unanswered };
    case 'not-asked':
      from('waiting', 'unclear');
      return failed(row);
    case 'refused':
      from('sending');
      return { ...row, state: 'refused', failures: 0 };
    case 'later':
    case 'not-sent':
      from('sending');
      return { ...failed(row), state: resting(row) };
    default:
      return byPerson(row, event, from);
  }
}

type PersonEvent = Extract<
  SendEvent,
  { kind: 'hold' | 'release' | 'retry' | 'drop' | 'supersede' | 'resend' | 'answer' }
>;

function byPerson(row: SendState, event: PersonEvent, from: (...states: readonly OutgoingState[]) => void): SendState {
  switch (event.kind) {
    case 'hold':
      from('waiting', 'unclear');
      return { ...row, state: 'held' };
    case 'release':
      from('held');
      return { ...row, state: resting(row), failures: 0 };
    case 'retry':
      from('refused', 'waiting', 'unclear');
      return { ...row, state: resting(row), failures: 0 };
    case 'drop':
      from('waiting', 'unclear', 'held', 'refused');
      return { ...row, state: 'dropped', mayBeTwice: false };
    case 'supersede':
      return isSuperseded(row) ? { ...row, state: 'dropped' } : row;
    case 'resend':
      from('delivered');
      return { ...row, state: 'waiting', unanswered: 0, failures: 0 };
    case 'answer': {
      if (event.there) {
        if (row.state !== 'delivered') from('unclear', 'refused', 'held');
        return { ...row, state: 'delivered', unanswered: 0, failures: 0, mayBeTwice: false };
      }
      from('unclear', 'refused', 'held');
      return { ...row, state: 'waiting', unanswered: 0, failures: 0 };
    }
  }
}

/** Not on its way, and nothing of it can be there. */
function isSuperseded({ state, unanswered }: SendState): boolean {
  return unanswered === 0 && (state === 'waiting' || state === 'held' || state === 'refused');
}

function resting({ unanswered }: SendState): 'waiting' | 'unclear' {
  return unanswered > 0 ? 'unclear' : 'waiting';
}

function failed(row: SendState): SendState {
  return { ...row, failures: row.failures + 1 };
}
