import { AppError } from '../../errors/app-error.ts';
import type { Communication, CommunicationEvent, FindingCategory } from '../../model/communication.ts';

/** open → attempted → communicated → acknowledged → closed; withdrawn: opened in error. */
export type CommunicationState = 'open' | 'attempted' | 'communicated' | 'acknowledged' | 'closed' | 'withdrawn';

/** Minutes from the finding: when its row asks for attention, and when it is late. */
export interface CategoryTimes {
  readonly alert: number;
  readonly most: number;
}

/** What a site asks for; each time from the moment the finding was seen. */
export interface CommunicationPolicy {
  readonly policyId: string;
  readonly times: Readonly<Record<FindingCategory, CategoryTimes>>;
  /** A category that has to be told by voice and read back. */
  readonly spoken: readonly FindingCategory[];
}

/** Where a site says nothing: 15 and 60 minutes, 3 hours, 3 days (rule 3.2). */
export const DEFAULT_POLICY: CommunicationPolicy = {
  policyId: 'nightjar-default-1',
  times: { 1: { alert: 15, most: 60 }, 2: { alert: 120, most: 180 }, 3: { alert: 2 * 24 * 60, most: 3 * 24 * 60 } },
  spoken: [1],
};

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
export function addEvent(
  communication: Communication,
  event: CommunicationEvent,
  policy: CommunicationPolicy,
): Communication {
  const why = refusal(communication, event, policy);
  if (why !== null) throw new AppError(why, 'this cannot follow what has happened');
  return { ...communication, events: [...communication.events, event] };
}

/** Why an event cannot follow; null where it can. */
export function refusal(
  communication: Communication,
  event: CommunicationEvent,
  policy: CommunicationPolicy,
): CommunicationRefusal | null {
  const state = communicationState(communication);
  if (state === 'closed' || state === 'withdrawn') return 'communication/ended';
  const isTold = state === 'communicated' || state === 'acknowledged';
  switch (event.kind) {
    case 'attempted':
    case 'escalated':
    case 'withdrawn':
      return null;
    case 'communicated': {
      if (!policy.spoken.includes(communication.category)) return null;
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
export function communicationClock(
  communication: Communication,
  policy: CommunicationPolicy,
  now: number,
): CommunicationClock {
  const told = communication.events.find(({ kind }) => kind === 'communicated' || kind === 'withdrawn');
  const end = told === undefined ? now : Date.parse(told.at);
  const elapsed = Math.floor((end - Date.parse(communication.identifiedAt)) / 60_000);
  if (told !== undefined) return { elapsed, left: null, tone: 'done' };
  const { alert, most } = policy.times[communication.category];
  return { elapsed, left: most - elapsed, tone: elapsed >= most ? 'late' : elapsed >= alert ? 'due' : 'calm' };
}

/** Open loops, the latest first, then those with the least time left. */
export function openLoops(
  all: readonly Communication[],
  policy: CommunicationPolicy,
  now: number,
): readonly Communication[] {
  const left = (one: Communication): number => communicationClock(one, policy, now).left ?? Number.POSITIVE_INFINITY;
  return all
    .filter((one) => ['open', 'attempted'].includes(communicationState(one)))
    .toSorted((a, b) => left(a) - left(b) || a.category - b.category);
}

function after(state: CommunicationState, event: CommunicationEvent): CommunicationState {
  switch (event.kind) {
    case 'attempted':
      return state === 'open' ? 'attempted' : state;
    case 'escalated':
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
