import type { OrderPriority } from '../../model/order-facts.ts';

/** Codes of HL7 tables 0027 and 0485 and of FHIR's request priority, with what sites write in their place. */
const PRIORITIES: Readonly<Record<string, OrderPriority>> = {
  S: 'stat',
  STAT: 'stat',
  EMERGENCY: 'stat',
  EM: 'stat',
  A: 'urgent',
  ASAP: 'urgent',
  U: 'urgent',
  UR: 'urgent',
  URGENT: 'urgent',
  C: 'urgent',
  CR: 'urgent',
  TS: 'urgent',
  HIGH: 'urgent',
  H: 'urgent',
  P: 'urgent',
  R: 'routine',
  ROUTINE: 'routine',
  T: 'routine',
  PRN: 'routine',
};

/** A code that is not known never makes an order less urgent than routine, nor more: its text is shown beside it. */
export function priorityOf(code: string | null): OrderPriority {
  const key = code?.trim().toUpperCase() ?? '';
  return Object.hasOwn(PRIORITIES, key) ? (PRIORITIES[key] ?? 'routine') : 'routine';
}
