import type { CallStep } from '../../model/call-list.ts';
import type { Communication, FindingCategory } from '../../model/communication.ts';
import type { Contact, OnCallStep } from '../../model/site-services.ts';
import { isOnDuty } from './duty.ts';
import { categoryOf } from './policy.ts';

/** What a site says of whom to call. */
export interface PhoneTree {
  readonly contacts: readonly Contact[];
  readonly onCall: readonly OnCallStep[];
  /** IANA name. */
  readonly zone: string;
}

/** What the finding is of. */
export interface Called {
  readonly category: FindingCategory;
  readonly modalities: readonly string[];
  /** Null: the list of the whole site. */
  readonly service: string | null;
}

/** The services that have steps of their own for such a finding, by name. */
export function servicesOf(tree: PhoneTree, called: Omit<Called, 'service'>, now: number): readonly string[] {
  const named = stepsFor(tree, called, now).flatMap(({ service }) => (service === undefined ? [] : [service]));
  return [...new Set(named)].sort((a, b) => a.localeCompare(b));
}

/**
 * Whom to call, one after the other. A category with steps of its own has those alone; so has a modality within them, and a service. Of
 * several people of one step those on duty are left where anybody is; else all, marked.
 * @param now UTC milliseconds
 */
export function callChain(tree: PhoneTree, called: Called, now: number): readonly CallStep[] {
  const fitting = stepsFor(tree, called, now);
  const named = called.service === null ? [] : fitting.filter(({ service }) => service === called.service);
  const steps = named.length > 0 ? named : withoutService(fitting);
  const places = [...new Set(steps.map(({ step }) => step))].sort((a, b) => a - b);
  let after = 0;
  return places.flatMap((place) => {
    const here = steps.filter(({ step }) => step === place);
    after += Math.max(...here.map(({ afterMinutes }) => afterMinutes));
    const people = here.flatMap((step) => {
      const contact = tree.contacts.find(({ contactId }) => contactId === step.contactId);
      return contact === undefined ? [] : [stepOf(step, contact, after, isOnDuty(contact, now, tree.zone))];
    });
    const onDuty = people.filter((one) => one.onDuty);
    return onDuty.length > 0 ? onDuty : people;
  });
}

/**
 * Whose turn it is, as a place in the chain: the furthest of what the clock says, of how often it was escalated, and of who comes after
 * the last one that was tried in vain. Null: there is nobody, or all were tried in vain.
 * @param minutes since the finding
 */
export function offeredStep(
  chain: readonly CallStep[],
  { events }: Pick<Communication, 'events'>,
  minutes: number,
): number | null {
  if (chain.length === 0) return null;
  const reached = chain.findLast(({ after }) => after <= minutes)?.step;
  const byClock = chain.findIndex(({ step }) => step === reached);
  const escalated = events.findLast((event) => event.kind === 'escalated')?.to ?? null;
  const byHand = escalated === null ? 0 : Math.max(0, placeOf(chain, escalated));
  const tried = events.flatMap((event) =>
    event.kind === 'attempted' && event.outcome !== 'reached' ? [placeOf(chain, event.to)] : [],
  );
  const first = Math.max(0, byClock, byHand, Math.max(-1, ...tried) + 1);
  return first < chain.length ? first : null;
}

/** How many steps above the first the clock has come to. */
export function stepsDue(chain: readonly CallStep[], minutes: number): number {
  const due = new Set(chain.filter(({ after }) => after <= minutes).map(({ step }) => step));
  return Math.max(0, due.size - 1);
}

function placeOf(chain: readonly CallStep[], to: { readonly name: string }): number {
  return chain.findIndex(({ name }) => name === to.name);
}

function stepsFor({ onCall }: PhoneTree, called: Omit<Called, 'service'>, now: number): readonly OnCallStep[] {
  const inTerm = onCall.filter(
    ({ from, until }) =>
      (from === undefined || Date.parse(from) <= now) && (until === undefined || now < Date.parse(until)),
  );
  const own = inTerm.filter(({ category }) => category !== null && categoryOf(category) === called.category);
  const ofCategory = own.length > 0 ? own : inTerm.filter(({ category }) => category === null);
  const special = ofCategory.filter(({ modalities }) => modalities?.some((one) => called.modalities.includes(one)));
  return special.length > 0 ? special : ofCategory.filter(({ modalities }) => modalities === undefined);
}

/** Where a site has lists of services alone, the first of them by name is better than nobody. */
function withoutService(steps: readonly OnCallStep[]): readonly OnCallStep[] {
  const general = steps.filter(({ service }) => service === undefined);
  if (general.length > 0) return general;
  const [first] = steps.flatMap(({ service }) => (service === undefined ? [] : [service])).sort();
  return steps.filter(({ service }) => service === first);
}

function stepOf({ step, service }: OnCallStep, contact: Contact, after: number, onDuty: boolean): CallStep {
  const { contactId, name, role, phone, numbers } = contact;
  const first = phone === null ? [] : [{ label: null, number: phone }];
  return {
    ...{ contactId, name, role, step, service: service ?? null, after, onDuty },
    numbers: [...first, ...(numbers ?? [])],
  };
}
