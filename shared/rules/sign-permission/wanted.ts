import type { Credentials, Jurisdiction } from '../../model/credentials.ts';
import type { PayerRule, SigningPolicy, SubspecialtyRule } from '../../model/signing-policy.ts';
import type { DayAt } from './days.ts';
import type { OrderFacts, SignReason } from './question.ts';
import { note, refusal, termReasons } from './terms.ts';

/** What one wish of the site is held against. */
export interface Held {
  readonly reader: Credentials;
  readonly order: OrderFacts;
  readonly place: Jurisdiction | null;
  readonly today: DayAt;
}

/** Every wish of the policy, one after the other. */
export function policyReasons(policy: SigningPolicy, held: Held): SignReason[] {
  return [
    ...licenceReasons(policy.licence, held),
    ...privilegeReasons(policy.privilege, held),
    ...placeReasons(policy.places, held.place),
    ...payerReasons(policy.payers, held),
    ...policy.subspecialties.flatMap((rule) => subspecialtyReasons(rule, held)),
    ...mammographyReasons(policy.mammography, held),
  ];
}

function licenceReasons(wanted: SigningPolicy['licence'], { reader, order, today }: Held): SignReason[] {
  if (wanted === null) return [];
  const { jurisdiction } = order;
  if (jurisdiction === null) {
    const words = 'A licence of the place where the patient was imaged is wanted; that place is not known.';
    return [refusal('permission/jurisdiction-unknown', wanted.without, words)];
  }
  const others = wanted.accepted.filter((entry) => entry.patientIn === jurisdiction).flatMap((entry) => entry.licences);
  const terms = reader.licences.filter(
    (licence) => licence.jurisdiction === jurisdiction || others.includes(licence.jurisdiction),
  );
  return termReasons({ name: 'licence', what: `A licence for ${jurisdiction}`, terms, without: wanted.without, today });
}

function privilegeReasons(wanted: SigningPolicy['privilege'], { reader, order, today }: Held): SignReason[] {
  if (wanted === null) return [];
  const { hospital } = order;
  if (hospital === null) {
    const words = 'A privilege of the ordering hospital is wanted; that hospital is not known.';
    return [refusal('permission/hospital-unknown', wanted.without, words)];
  }
  const terms = reader.privileges.filter((privilege) => privilege.hospital === hospital);
  const what = `A privilege of hospital ${hospital}`;
  return termReasons({ name: 'privilege', what, terms, without: wanted.without, today });
}

function placeReasons(wanted: SigningPolicy['places'], place: Jurisdiction | null): SignReason[] {
  if (wanted === null) return [];
  if (place === null) {
    const words = 'Where the report is read decides whether it can be final; that place is not known.';
    return [refusal('permission/place-unknown', wanted.elsewhere, words)];
  }
  if (wanted.final.some((within) => liesIn(place, within))) return [];
  const words = `Final reports are read in ${namesOf(wanted.final)} only; the reader is in ${place}.`;
  return [refusal('permission/place-elsewhere', wanted.elsewhere, words)];
}

function payerReasons(rules: readonly PayerRule[], held: Held): SignReason[] {
  const { payer } = held.order;
  if (rules.length === 0) return [];
  if (payer === null) return [note('permission/payer-unknown', 'Some payers have rules; who pays is not known.')];
  return rules.filter((rule) => rule.payer === payer).flatMap((rule) => payerRuleReasons(rule, held));
}

function payerRuleReasons(rule: PayerRule, { reader, place, today }: Held): SignReason[] {
  const { payer, places, enrolment } = rule;
  const found: SignReason[] = [];
  if (places !== null && place === null) {
    const words = `For payer ${payer} the place of reading decides; it is not known.`;
    found.push(refusal('permission/payer-place-unknown', places.elsewhere, words));
  } else if (places !== null && place !== null && !places.final.some((within) => liesIn(place, within))) {
    const words = `Payer ${payer} takes final reports read in ${namesOf(places.final)} only; the reader is in ${place}.`;
    found.push(refusal('permission/payer-place-elsewhere', places.elsewhere, words));
  }
  if (enrolment !== null) {
    const terms = reader.enrolments.filter((entry) => entry.payer === payer);
    const what = `An enrolment with payer ${payer}`;
    found.push(...termReasons({ name: 'enrolment', what, terms, without: enrolment.without, today }));
  }
  return found;
}

function subspecialtyReasons(rule: SubspecialtyRule, { reader, order }: Held): SignReason[] {
  const concerns = meets(rule.modalities, order.modalities) && meets(rule.bodyParts, order.bodyParts);
  if (!concerns || rule.anyOf.some((name) => reader.subspecialties.includes(name))) return [];
  const words = `The site wants a reader of ${namesOf(rule.anyOf)} for such a study.`;
  if (rule.without === 'warning') return [{ code: 'permission/subspecialty', tier: 'warn', leaves: 'final', words }];
  return [refusal('permission/subspecialty', rule.without, words)];
}

function mammographyReasons(wanted: SigningPolicy['mammography'], { reader, order, today }: Held): SignReason[] {
  if (wanted === null || !meets(['MG'], order.modalities)) return [];
  const terms = reader.mammography.filter((entry) => wanted.schemes.includes(entry.scheme));
  const what = `A mammography qualification (${namesOf(wanted.schemes)})`;
  return termReasons({ name: 'mammography', what, terms, without: wanted.without, today });
}

/** A country includes its parts: "US-PA" lies in "US" and in itself. */
export function liesIn(place: Jurisdiction, within: Jurisdiction): boolean {
  return place === within || place.startsWith(`${within}-`);
}

/** An empty list wants nothing; letters are compared without case. */
function meets(wanted: readonly string[], have: readonly string[]): boolean {
  const upper = new Set(have.map((name) => name.toUpperCase()));
  return wanted.length === 0 || wanted.some((name) => upper.has(name.toUpperCase()));
}

/** Sorted, so that the words do not depend on the order of a list. */
function namesOf(names: readonly string[]): string {
  return [...new Set(names)].sort().join(', ');
}
