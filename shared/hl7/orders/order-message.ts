import { AppError } from '../../errors/app-error.ts';
import { MOST_ORDER_ENTRIES } from '../../model/imaging-order.ts';
import type { ImagingOrder, OrderAct, OrderPatient } from '../../model/imaging-order.ts';
import type { OrderStatus } from '../../model/order-facts.ts';
import { sidesOf } from '../../rules/imaging-order/asked-codes.ts';
import { siteWords } from '../../rules/imaging-order/body-sites.ts';
import { priorityOf } from '../../rules/imaging-order/priority.ts';
import type { ReadHex } from '../escape.ts';
import type { Message, Segment } from '../message.ts';
import { segment } from '../parse.ts';
import { hl7Instant } from '../time.ts';
import type { Hl7Instant } from '../time.ts';
import { orderGroups } from './order-groups.ts';
import type { OrderGroup } from './order-groups.ts';
import { patientIdOf, patientOf, providerName } from './patient.ts';
import type { PatientNumber } from './patient.ts';
import { valueReader } from './reader.ts';
import type { ValueReader } from './reader.ts';

/** One order of a message. A field that is null in `order` was not said; texts that are '' are to be deleted. */
export interface OrderChange {
  readonly act: OrderAct;
  readonly order: ImagingOrder;
}

/** What a message asks for. patient: demographics of somebody who may have orders here. merge: one id takes the place of another. */
export type SiteMessage = {
  readonly controlId: string;
  /** UTC; null where the message says no time that can be read. */
  readonly sentAt: string | null;
} & (
  | { readonly kind: 'orders'; readonly orders: readonly OrderChange[] }
  | { readonly kind: 'patient'; readonly patient: OrderPatient }
  | { readonly kind: 'merge'; readonly patient: OrderPatient; readonly from: PatientNumber }
);

/** What is agreed with the sender. */
export interface SenderTerms {
  /** Name of the store's site. */
  readonly site: string;
  /** IANA name of the site's clock; null: only times with an offset are read. */
  readonly zone: string | null;
}

const ORDER_TYPES: ReadonlySet<string> = new Set(['ORM O01', 'OMI O23', 'OMG O19']);
const PATIENT_EVENTS: ReadonlySet<string> = new Set(['A04', 'A08', 'A31']);
const MERGE_EVENTS: ReadonlySet<string> = new Set(['A18', 'A34', 'A39', 'A40']);

/** @throws AppError imaging-order/unsupported, imaging-order/incomplete */
export function readSiteMessage(message: Message, terms: SenderTerms, readHex?: ReadHex): SiteMessage {
  const read = valueReader(message, readHex);
  const msh = segment(message, 'MSH');
  const [type, event] = [read.line(msh, 9) ?? '', read.line(msh, 9, 2) ?? ''];
  const controlId = read.line(msh, 10) ?? '';
  if (controlId === '') throw new AppError('imaging-order/incomplete', 'the message has no control id');
  const sent = hl7Instant(read.line(msh, 7), terms.zone);
  const envelope = { controlId, sentAt: sent?.at ?? null };
  const isMerge = type === 'ADT' && MERGE_EVENTS.has(event);
  const isPatient = type === 'ADT' && PATIENT_EVENTS.has(event);
  if (!isMerge && !isPatient && !ORDER_TYPES.has(`${type} ${event}`)) {
    throw new AppError('imaging-order/unsupported', 'a kind of message that is not taken', {
      context: { type: type.slice(0, 10), event: event.slice(0, 10) },
    });
  }
  const pid = segment(message, 'PID');
  if (pid === null) throw new AppError('imaging-order/incomplete', 'the message names no patient');
  const patient = patientOf(pid, read);
  if (isMerge) return { ...envelope, kind: 'merge', patient, from: mergedFrom(message, patient, read) };
  if (isPatient) return { ...envelope, kind: 'patient', patient: numbered(patient) };
  const orders = orderGroups(message).map((group) => orderOf(group, { read, terms, patient, sent }));
  return { ...envelope, kind: 'orders', orders };
}

function mergedFrom(message: Message, patient: OrderPatient, read: ValueReader): PatientNumber {
  const all = message.segments.filter(({ name }) => name === 'MRG');
  const from = patientIdOf(read.all(all[0] ?? null, 1));
  numbered(patient);
  if (from === null || all.length !== 1) throw new AppError('imaging-order/incomplete', 'a merge names one former id');
  return from;
}

function numbered(patient: OrderPatient): OrderPatient {
  if (patient.patientId === null) throw new AppError('imaging-order/incomplete', 'the patient has no id');
  return patient;
}

interface OrderParts {
  readonly read: ValueReader;
  readonly terms: SenderTerms;
  readonly patient: OrderPatient;
  readonly sent: Hl7Instant | null;
}

function orderOf(group: OrderGroup, { read, terms, patient, sent }: OrderParts): OrderChange {
  const { orc, requests } = group;
  const obr = requests[0] ?? null;
  const [placer, filler] = [2, 3].map((at) => read.line(orc, at) || read.line(obr, at) || null);
  const accessions = accessionsOf(group, read);
  if (!placer && !filler && accessions.length === 0) {
    throw new AppError('imaging-order/incomplete', 'an order without any number');
  }
  const act = actOf(read.line(orc, 1));
  const instant = (text: string | null): Hl7Instant | null => hl7Instant(text, terms.zone);
  const ordered = instant(read.line(orc, 9)) ?? instant(read.line(obr, 6)) ?? (act === 'new' ? sent : null);
  const scheduled = instant(scheduledText(group, read));
  const priorityCode = priorityText(group, read);
  return {
    act,
    order: {
      site: terms.site,
      placer: placer ?? null,
      filler: filler ?? null,
      accessions,
      studyUids: studyUidsOf(group, read),
      procedures: requests.flatMap((one) => read.codes(one, 4).slice(0, 1)).slice(0, MOST_ORDER_ENTRIES),
      modality: read.line(group.procedures[0] ?? null, 5) || read.line(obr, 24) || null,
      reason: reasonText(group, read),
      ...askedFor(group, read),
      priority: priorityOf(priorityCode),
      priorityCode,
      requester: {
        name: providerName(read.all(orc, 12).length > 0 ? read.all(orc, 12) : read.all(obr, 16)),
        phone: phoneOf(orc, 14, read) ?? phoneOf(obr, 17, read),
      },
      patient,
      scheduledAt: scheduled?.at ?? null,
      orderedAt: ordered?.at ?? null,
      zone: ordered?.zone ?? scheduled?.zone ?? terms.zone,
      status: statusOf(act, read.line(orc, 5)),
    },
  };
}

/**
 * By code: OBR-4 by other schemes and OBR-44 (how it is billed), OBR-31 and DG1-3; the site in OBR-15 (SPS-4); the side of the site (SPS-4
 * and 5) or of the modifiers in OBR-45 and OBR-46.
 */
function askedFor(
  { requests, diagnoses }: OrderGroup,
  read: ValueReader,
): Pick<ImagingOrder, 'otherCodes' | 'reasonCodes' | 'sites' | 'sides'> {
  const codes = requests.flatMap((one) => [...read.allCodes(one, 4), ...read.allCodes(one, 44)]);
  const shown = new Set(requests.map((one) => read.codes(one, 4)[0]?.value ?? ''));
  const otherCodes = codes.filter(({ value }) => !shown.has(value)).slice(0, MOST_ORDER_ENTRIES);
  const [obr = null] = requests;
  const reasons = [...read.allCodes(obr, 31), ...diagnoses.flatMap((one) => read.allCodes(one, 3))];
  const modifiers = requests.flatMap((one) => [...read.codes(one, 45), ...read.codes(one, 46)]);
  const sites = requests.flatMap((one) =>
    [4, 5].flatMap((component) => [1, 2].map((part) => read.line(one, 15, component, part) ?? '')),
  );
  const sides = sidesOf([...sites, ...modifiers.flatMap(({ value, meaning }) => [value, meaning])]);
  const [codesOf, textsOf] = [1, 2].map((part) => requests.map((one) => read.line(one, 15, 4, part) ?? ''));
  const places = siteWords(codesOf ?? [], [
    ...(codesOf ?? []).filter((code) => /[a-z]{3}/i.test(code)),
    ...(textsOf ?? []),
  ]);
  return {
    reasonCodes: reasons.slice(0, MOST_ORDER_ENTRIES),
    ...(otherCodes.length > 0 ? { otherCodes } : {}),
    ...(places.length > 0 ? { sites: places.slice(0, MOST_ORDER_ENTRIES) } : {}),
    ...(sides.length > 0 ? { sides: [...sides] } : {}),
  };
}

/** ORC-1, table 0119. @throws AppError imaging-order/unsupported */
function actOf(control: string | null): OrderAct {
  switch (control) {
    case null:
    case 'NW':
    case 'SN':
      return 'new';
    case 'XO':
    case 'XX':
    case 'XR':
    case 'RU':
    case 'RO':
    case 'RP':
    case 'RE':
    case 'RL':
    case 'SC':
    case 'NA':
    case 'OK':
      return 'change';
    case 'CA':
    case 'CR':
    case 'OC':
    case 'DC':
    case 'DR':
    case 'OD':
      return 'cancel';
    case 'HD':
    case 'OH':
      return 'hold';
    default:
      throw new AppError('imaging-order/unsupported', 'an order control that is not taken', {
        context: { control: control.slice(0, 4) },
      });
  }
}

/** ORC-5, table 0038. */
function statusOf(act: OrderAct, status: string | null): OrderStatus {
  if (act === 'cancel' || status === 'CA' || status === 'DC') return 'cancelled';
  if (act === 'hold' || status === 'HD') return 'held';
  if (status === 'IP' || status === 'A') return 'in-progress';
  return status === 'CM' ? 'done' : 'scheduled';
}

/** IHE: OBR-18, or IPC-1. */
function accessionsOf({ requests, procedures }: OrderGroup, read: ValueReader): string[] {
  return distinct([...procedures.map((one) => read.line(one, 1)), ...requests.map((one) => read.line(one, 18))]);
}

function studyUidsOf({ procedures, studies }: OrderGroup, read: ValueReader): string[] {
  const uids = [...procedures.map((one) => read.line(one, 3)), ...studies.map((one) => read.line(one, 1))];
  return distinct(uids).filter((uid) => /^[0-9.]{1,64}$/.test(uid));
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value): value is string => value !== null && value !== ''))].slice(
    0,
    MOST_ORDER_ENTRIES,
  );
}

/** TQ1-7, OBR-36, then the timing of OBR-27 and ORC-7. */
function scheduledText({ timings, requests, orc }: OrderGroup, read: ValueReader): string | null {
  const [tq1 = null, obr = null] = [timings[0], requests[0]];
  return read.line(tq1, 7) || read.line(obr, 36) || read.line(obr, 27, 4) || read.line(orc, 7, 4) || null;
}

/** TQ1-9, then the timing of OBR-27 and ORC-7, then OBR-5 of former versions. */
function priorityText({ timings, requests, orc }: OrderGroup, read: ValueReader): string | null {
  const [tq1 = null, obr = null] = [timings[0], requests[0]];
  return read.line(tq1, 9) || read.line(obr, 27, 6) || read.line(orc, 7, 6) || read.line(obr, 5) || null;
}

/** OBR-31 in words, then the clinical information of OBR-13. '' where the site asks to delete both. */
function reasonText({ requests }: OrderGroup, read: ValueReader): string | null {
  const obr = requests[0] ?? null;
  const coded = read.codes(obr, 31).map(({ value, meaning }) => meaning || value);
  const clinical = read.text(obr, 13);
  const words = [...new Set([...coded, clinical ?? ''].filter((text) => text !== ''))];
  if (words.length > 0) return words.join('; ').slice(0, 4000);
  return clinical === '' || read.line(obr, 31) === '' ? '' : null;
}

/** XTN: the number as text, or country, area and local number. */
function phoneOf(from: Segment | null, field: number, read: ValueReader): string | null {
  const whole = read.line(from, field) ?? read.line(from, field, 12);
  if (whole !== null) return whole;
  const parts = [5, 6, 7].map((at) => read.line(from, field, at) ?? '').filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join(' ');
}
