import { AppError } from '../../errors/app-error.ts';
import type { Communication, CommunicationEvent, FrozenPolicy } from '../../model/communication.ts';
import type { PersonId } from '../../model/ids.ts';
import { DEFAULT_POLICY } from './policy.ts';

/** open → attempted → communicated → acknowledged → closed; withdrawn: opened in error. */
export type CommunicationState = 'open' | 'attempted' | 'communicated' | 'acknowledged' | 'closed' | 'withdrawn';

/** What its site asked for when it was seen; the times of rule 3.2 where nothing was kept. */
export function policyFor({ category, policy }: Pick<Communication, 'category' | 'policy'>): FrozenPolicy {
  return policy ?? DEFAULT_POLICY[category];
}

/** Who has to see to it: whoever saw it, or to whom it was handed over last. */
export function ownerOf({ identifiedBy, events }: Pick<Communication, 'identifiedBy' | 'events'>): PersonId {
  return events.findLast((event) => event.kind === 'handed-over')?.to ?? identifiedBy;
}

/** What stands in the way of an act. */
export type CommunicationRefusal =
  'communication/ended' | 'communication/not-told' | 'communication/not-spoken' | 'communication/not-read-back';

/** The state that the events have led to. */
export function communicationState({ events }: Pick<Communication, 'events'>): CommunicationState {
  let state: CommunicationState = 'open';
  for (const event of events) state = after(state, event);
  return state;
}

/**
 * Adds what happened. An ended loop takes nothing more; nobody acknowledges or closes what was not told; what has to be spoken counts as
 * told only by voice, with its words read back.
 * @throws AppError communication/ended, communication/not-told, communication/not-spoken, communication/not-read-back
 */
export function addEvent(communication: Communication, event: CommunicationEvent): Communication {
  const why = refusal(communication, event);
  if (why !== null) throw new AppError(why, 'this cannot follow what has happened');
  return { ...communication, events: [...communication.events, event] };
}

/** Why an event cannot follow; null where it can. */
export function refusal(communication: Communication, event: CommunicationEvent): CommunicationRefusal | null {
  const state = communicationState(communication);
  if (state === 'closed' || state === 'withdrawn') return 'communication/ended';
  const isTold = state === 'communicated' || state === 'acknowledged';
  switch (event.kind) {
    case 'attempted':
    case 'escalated':
    case 'handed-over':
    case 'withdrawn':
      return null;
    case 'communicated': {
      if (!policyFor(communication).spoken) return null;
      if (event.method !== 'phone' && event.method !== 'in-person') return 'communication/not-spoken';
      return event.readBack ? null : 'communication/not-read-back';
    }
    case 'acknowledged':
    case 'closed':
      return isTold ? null : 'communication/not-told';
  }
}

/** How long it has been and how long there is; times in whole minutes, UTC milliseconds for `now`. */
export interface CommunicationClock {
  readonly elapsed: number;
  /** Left until it is late; negative: late by that much. Null once it was told. */
  readonly left: number | null;
  readonly tone: 'calm' | 'due' | 'late' | 'done';
}

/** The clock stands still at the moment of telling. */
export function communicationClock(communication: Communication, now: number): CommunicationClock {
  const told = communication.events.find(({ kind }) => kind === 'communicated' || kind === 'withdrawn');
  const end = told === undefined ? now : Date.parse(told.at);
  // A clock that was put back takes nothing off.
  const elapsed = Math.max(0, Math.floor((end - Date.parse(communication.identifiedAt)) / 60_000));
  if (told !== undefined) return { elapsed, left: null, tone: 'done' };
  const { alert, most } = policyFor(communication);
  return { elapsed, left: most - elapsed, tone: elapsed >= most ? 'late' : elapsed >= alert ? 'due' : 'calm' };
}

/** Nobody was told yet, and it was not taken back. */
export function isOpenLoop(communication: Pick<Communication, 'events'>): boolean {
  return ['open', 'attempted'].includes(communicationState(communication));
}

/** Open loops, the latest first, then those with the least time left. */
export function openLoops(all: readonly Communication[], now: number): readonly Communication[] {
  const left = (one: Communication): number => communicationClock(one, now).left ?? Number.POSITIVE_INFINITY;
  return all.filter((one) => isOpenLoop(one)).toSorted((a, b) => left(a) - left(b) || a.category - b.category);
}

function after(state: CommunicationState, event: CommunicationEvent): CommunicationState {
  switch (event.kind) {
    case 'attempted':
      return state === 'open' ? 'attempted' : state;
    case 'escalated':
    case 'handed-over':
      return state;
    case 'communicated':
      return state === 'acknowledged' ? state : 'communicated';
    case 'acknowledged':
      return 'acknowledged';
    case 'closed':
      return 'closed';
    case 'withdrawn':
      return 'withdrawn';
  }
}
