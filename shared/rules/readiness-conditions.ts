import { assertNever } from '../lib/assert-never.ts';
import { displayDate } from '../dicom/dates.ts';
import type { ReadinessFacts } from '../model/readiness.ts';

export const READINESS_CONDITIONS = [
  'pixels',
  'complete',
  'priors',
  'prior-reports',
  'order',
  'template',
  'contacts',
  'lease',
] as const;
export type ConditionKind = (typeof READINESS_CONDITIONS)[number];

/** not-wanted: this case, or this site, does without it. unknown counts as little as missing. */
export type ConditionState = 'met' | 'missing' | 'unknown' | 'not-wanted';

export interface ReadinessCondition {
  readonly kind: ConditionKind;
  readonly state: ConditionState;
  /** A sentence without a full stop; names no patient. */
  readonly words: string;
}

/**
 * All that a case needs to be read without a line, each with its state in words, in a fixed order.
 * @param clock tells a time (UTC, ISO 8601) as the screen does
 */
export function readinessConditions(facts: ReadinessFacts, clock: (at: string) => string): ReadinessCondition[] {
  return READINESS_CONDITIONS.map((kind) => ({ kind, ...conditionOf(kind, facts, clock) }));
}

/** Everything is met, or not wanted. */
export function isReadyOffline(conditions: readonly ReadinessCondition[]): boolean {
  return conditions.every(({ state }) => state === 'met' || state === 'not-wanted');
}

/** The one line of it: "ready offline", "not ready: the order is missing", "not known to be ready: 3 things unknown". */
export function readinessLine(conditions: readonly ReadinessCondition[]): string {
  if (isReadyOffline(conditions)) {
    const without = conditions.filter(({ kind, state }) => kind === 'priors' && state === 'not-wanted');
    return ['ready offline', ...without.map(({ words }) => words)].join(', ');
  }
  const missing = conditions.filter(({ state }) => state === 'missing');
  if (missing.length > 0) return `not ready offline: ${missing.map(({ words }) => words).join('; ')}`;
  const unknown = conditions.filter(({ state }) => state === 'unknown').length;
  return `not known to be ready offline: ${unknown} ${unknown === 1 ? 'condition is' : 'conditions are'} unknown`;
}

type Told = Omit<ReadinessCondition, 'kind'>;

function conditionOf(kind: ConditionKind, facts: ReadinessFacts, clock: (at: string) => string): Told {
  switch (kind) {
    case 'pixels':
      return pixels(facts.pixels);
    case 'complete':
      return complete(facts.site, clock);
    case 'priors':
      return priors(facts.priors);
    case 'prior-reports':
      return priorReports(facts.priorReports);
    case 'order':
      return order(facts.order);
    case 'template':
      if (facts.template === null) return unknown('whether a template fits is not known');
      return facts.template ? met('a report template fits') : missing('no report template fits');
    case 'contacts':
      if (facts.contacts === null) return unknown('the site has no profile: whom to call is not known');
      if (facts.contacts === 0) return missing('the site’s profile names nobody to call');
      return met(`the site’s profile names ${counted(facts.contacts, 'contact')}`);
    case 'lease':
      return lease(facts.lease, clock);
    default:
      return assertNever(kind);
  }
}

function pixels({ received, expected, damaged, verified, decodable }: ReadinessFacts['pixels']): Told {
  if (damaged > 0) return missing(`${damaged} of ${images(received)} damaged`);
  if (received === 0) return missing('no images are here');
  if (expected !== null && received < expected) return missing(`${received} of ${images(expected)} are here`);
  if (verified === null || decodable === null)
    return unknown(`${images(received)} here, not read back from the disk yet`);
  if (verified < received) return unknown(`${verified} of ${images(received)} read back from the disk`);
  if (decodable < received) return unknown(`${decodable} of ${images(received)} proved to be decodable`);
  if (expected === null) return unknown(`${images(received)} here and good; nobody said how many there are`);
  return met(`all ${images(received)} here, checked and decodable`);
}

function complete(site: ReadinessFacts['site'], clock: (at: string) => string): Told {
  if (site === null) return unknown('no site said that the study is complete');
  if (site.completeAt === null) return missing(`${site.name} has more of it than is here`);
  return met(`${site.name} said complete at ${clock(site.completeAt)}`);
}

function priors(list: ReadinessFacts['priors']): Told {
  if (list === null) return unknown('no archive was asked for priors');
  const absent = list.filter(({ state }) => state !== 'here');
  if (absent.length === 0) {
    return met(list.length === 0 ? 'no relevant priors' : `${counted(list.length, 'relevant prior')} here`);
  }
  const named = absent
    .map(({ date, state, where }) => `prior ${monthOf(date)}, ${stateWords(state, where)}`)
    .join('; ');
  return absent.every(({ waived }) => waived) ? notWanted(`without ${named}`) : missing(`without ${named}`);
}

function stateWords(state: 'here' | 'partly' | 'at-site' | 'unreachable', where: string | null): string {
  const site = where ?? 'its archive';
  switch (state) {
    case 'here':
      return 'here';
    case 'partly':
      return 'partly here';
    case 'at-site':
      return `still at ${site}`;
    case 'unreachable':
      return where === null ? 'archive unreachable' : `${where} unreachable`;
    default:
      return assertNever(state);
  }
}

function priorReports(facts: ReadinessFacts['priorReports']): Told {
  if (facts === null) return unknown('no archive was asked for reports of priors');
  const { wanted, here, unsaid } = facts;
  if (here < wanted) return missing(`${here} of ${counted(wanted, 'report')} of priors here`);
  if (unsaid > 0) {
    const told = here === 0 ? '' : `${counted(here, 'report')} of priors here; `;
    return unknown(
      `${told}the site did not say whether ${counted(unsaid, 'prior')} ${unsaid === 1 ? 'has' : 'have'} a report`,
    );
  }
  return wanted === 0 ? notWanted('no reports of priors to expect') : met(`${counted(here, 'report')} of priors here`);
}

function order(state: ReadinessFacts['order']): Told {
  switch (state) {
    case 'here':
      return met('the order is here');
    case 'missing':
      return missing('the order is missing');
    case 'none':
      return notWanted('the site sends no orders');
    case null:
      return unknown('whether there is an order is not known');
    default:
      return assertNever(state);
  }
}

function lease(facts: ReadinessFacts['lease'], clock: (at: string) => string): Told {
  if (facts === null) return unknown('how long this reader may work offline is not known');
  if (facts === 'none') return notWanted('this reader needs no sign-in at a provider');
  const until = `may work offline until ${clock(facts.until)}`;
  return Date.parse(facts.until) >= Date.parse(facts.neededUntil) ? met(until) : missing(`${until} only`);
}

/** "2019-03" of DICOM DA. */
function monthOf(date: string | null): string {
  if (date === null) return 'of an unknown date';
  return displayDate(date).slice(0, 7);
}

function images(count: number): string {
  return counted(count, 'image');
}

function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}

function met(words: string): Told {
  return { state: 'met', words };
}

function missing(words: string): Told {
  return { state: 'missing', words };
}

function unknown(words: string): Told {
  return { state: 'unknown', words };
}

function notWanted(words: string): Told {
  return { state: 'not-wanted', words };
}
