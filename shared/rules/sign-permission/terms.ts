import type { LeftOver, SignLevel } from '../../model/signing-policy.ts';
import { dayNumber } from './days.ts';
import type { DayAt } from './days.ts';
import { WARNING_DAYS } from './question.ts';
import type { SignReason, SignReasonCode, TermName } from './question.ts';

/** Something that holds from a day to a day, both included; null: without that end. */
export interface Term {
  readonly from: string | null;
  readonly expires: string | null;
}

export interface WantedTerm {
  readonly name: TermName;
  /** As a sentence begins: "A licence of US-PA". */
  readonly what: string;
  readonly terms: readonly Term[];
  readonly without: LeftOver;
  readonly today: DayAt;
}

/** Whether one of the terms holds today, and when the last of them ends. */
export function termReasons({ name, what, terms, without, today }: WantedTerm): SignReason[] {
  const holding = terms.filter((term) => hasBegun(term, today) && daysLeft(term, today) >= 0);
  if (holding.length > 0) {
    const left = Math.max(...holding.map((term) => daysLeft(term, today)));
    return endingReasons(name, what, left);
  }
  if (terms.length === 0) return [refusal(`permission/${name}-missing`, without, `${what} is wanted; none is known.`)];
  // One that has ended says more than one that has not begun: it was the reader's right.
  const ended = terms.some((term) => hasBegun(term, today));
  return ended
    ? [refusal(`permission/${name}-expired`, without, `${what} is wanted; it has ended${lastDay(terms, today)}.`)]
    : [refusal(`permission/${name}-not-yet`, without, `${what} is wanted; it has not begun yet.`)];
}

/** The warning for what ends in so many days; none for what is far off. */
export function endingReasons(name: TermName, what: string, left: number): SignReason[] {
  const within = WARNING_DAYS.find((days) => left <= days);
  if (within === undefined) return [];
  const words = `${what} ends ${left === 0 ? 'today' : left === 1 ? 'tomorrow' : `in ${left} days`}.`;
  const tier = within === 7 ? 'warn' : 'note';
  return [{ code: `permission/${name}-ends-${within}`, tier, leaves: 'final', words }];
}

/** Whole days until the end, negative after it; without an end Infinity. What is no day has ended. */
export function daysLeft(term: Term, today: DayAt): number {
  if (term.expires === null) return Infinity;
  const end = dayNumber(term.expires);
  return Number.isNaN(end) ? -Infinity : end - today.latest;
}

/** What begins on no day never begins. */
export function hasBegun(term: Term, today: DayAt): boolean {
  return term.from === null || dayNumber(term.from) <= today.earliest;
}

export function refusal(code: SignReasonCode, leaves: SignLevel, words: string): SignReason {
  return { code, tier: 'refuse', leaves, words };
}

export function note(code: SignReasonCode, words: string): SignReason {
  return { code, tier: 'note', leaves: 'final', words };
}

/** " on 2026-03-01": the last day of the last that was begun and has ended. */
function lastDay(terms: readonly Term[], today: DayAt): string {
  const days = terms
    .filter((term) => hasBegun(term, today) && term.expires !== null && !Number.isNaN(dayNumber(term.expires)))
    .map((term) => term.expires ?? '');
  const last = days.sort().at(-1);
  return last === undefined ? '' : `; its last day was ${last}`;
}
