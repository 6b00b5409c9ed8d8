import type { Communication } from '../../model/communication.ts';
import type { ReadingClass, ReadingFigures } from '../../model/reading-figures.ts';
import { medianOf } from '../median.ts';
import { policyFor } from '../communication/state.ts';

/** A case that was read: times in UTC milliseconds. */
export interface ReadCase {
  readonly class: ReadingClass;
  /** When its clock began: by its order, else when it was here. */
  readonly from: number;
  /** The first signature of it. */
  readonly signed: number;
  /** By when it was promised; null: nobody promised a time. */
  readonly due: number | null;
}

/** A person's acts, in their order. */
export interface ReadingAct {
  readonly at: number;
  /** Closed: by its reader on purpose, and not because another one was opened. */
  readonly kind: 'opened' | 'closed' | 'signed';
  /** Whose case: the priors that lie beside it, and its further accessions, are no other one. */
  readonly patient: string;
}

export interface FiguresInput {
  readonly from: number;
  readonly to: number;
  readonly cases: readonly ReadCase[];
  readonly acts: readonly ReadingAct[];
  readonly communications: readonly Communication[];
}

const CLASSES = ['stat', 'urgent', 'routine', 'none'] as const;
/** Minutes, where a site promised none (rules, part 2). */
const USUAL: Readonly<Record<ReadingClass, number | null>> = { stat: 30, urgent: 60, routine: 1440, none: null };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Turnaround by class against target, interruptions, open loops, and what was told in time. */
export function readingFigures(input: FiguresInput): ReadingFigures {
  const { from, to, communications } = input;
  return {
    ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    turnaround: CLASSES.map((name) => turnaround(name, input)).filter(({ total }) => total > 0),
    interruptions: interruptions(input),
    openLoops: openLoopsByDay(input),
    told: ([1, 2, 3] as const)
      .map((category) => told(category, communications, from, to))
      .filter(({ total, open }) => total + open > 0),
  };
}

function turnaround(name: ReadingClass, { cases, from, to }: FiguresInput): ReadingFigures['turnaround'][number] {
  const here = cases
    .filter((one) => one.class === name && one.signed >= from && one.signed <= to)
    .sort((a, b) => a.signed - b.signed);
  const promised = here.flatMap(({ due, from: begun }) => (due === null ? [] : [(due - begun) / 60_000]));
  const target = promised.length > 0 ? medianOf(Float64Array.from(promised)) : USUAL[name];
  const inTime = here.filter(({ due, from: begun, signed }) => {
    const usual = USUAL[name];
    const end = due ?? (usual === null ? Number.POSITIVE_INFINITY : begun + usual * 60_000);
    return signed <= end;
  }).length;
  const points = here.map(({ from: begun, signed }) => ({
    at: signed,
    minutes: Math.max(0, (signed - begun) / 60_000),
  }));
  return { class: name, target, inTime, total: here.length, points };
}

/**
 * A case of another patient was opened between the first look at one and its signature. Cases that were never signed count for nothing, and
 * neither do those that their reader had closed, as a draft that waits or a second reading that is done.
 */
function interruptions({ acts, from, to }: FiguresInput): ReadingFigures['interruptions'] {
  const firstHour = Math.floor(from / HOUR);
  const hours = new Map<number, number>();
  const last = new Map<string, number>();
  for (const { kind, patient, at } of acts) if (kind === 'signed') last.set(patient, at);
  acts.forEach((act, index) => {
    if (act.kind !== 'opened' || act.at < from || act.at > to) return;
    const place = acts.slice(0, index).findLastIndex(({ kind }) => kind === 'opened');
    const before = acts[place];
    if (before === undefined || before.patient === act.patient) return;
    if (acts.slice(place, index).some(({ kind, patient }) => kind === 'closed' && patient === before.patient)) return;
    const signed = last.get(before.patient);
    // Left, and signed only later: it was taken up again.
    if (signed === undefined || signed <= act.at) return;
    const hour = Math.floor(act.at / HOUR);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  });
  if (hours.size === 0) return [];
  const lastHour = Math.floor(to / HOUR);
  const begin = Math.max(firstHour, Math.min(...hours.keys()) - 1);
  const end = Math.min(lastHour, Math.max(...hours.keys()) + 1);
  return Array.from({ length: end - begin + 1 }, (_, index) => ({
    at: (begin + index) * HOUR,
    count: hours.get(begin + index) ?? 0,
  }));
}

function openLoopsByDay({ from, to, communications }: FiguresInput): ReadingFigures['openLoops'] {
  if (communications.length === 0) return [];
  const days = Math.max(1, Math.ceil((to - from) / DAY));
  return Array.from({ length: days }, (_, index) => {
    const at = Math.min(to, from + (index + 1) * DAY);
    const count = communications.filter((one) => {
      const end = endOf(one);
      return Date.parse(one.identifiedAt) <= at && (end === null || end > at);
    }).length;
    return { at, count };
  });
}

function told(
  category: Communication['category'],
  all: readonly Communication[],
  from: number,
  to: number,
): ReadingFigures['told'][number] {
  const here = all.filter((one) => {
    const begun = Date.parse(one.identifiedAt);
    return one.category === category && begun >= from && begun <= to && !isWithdrawn(one);
  });
  const ended = here.flatMap((one) => {
    const at = endOf(one);
    return at === null ? [] : [{ one, at, minutes: Math.max(0, (at - Date.parse(one.identifiedAt)) / 60_000) }];
  });
  return {
    category,
    inTime: ended.filter(({ one, minutes }) => minutes <= policyFor(one).most).length,
    total: ended.length,
    open: here.length - ended.length,
    points: ended.map(({ at, minutes }) => ({ at, minutes })).sort((a, b) => a.at - b.at),
  };
}

/** When somebody was told, or it was taken back; null: it is open. */
function endOf({ events }: Communication): number | null {
  const end = events.find(({ kind }) => kind === 'communicated' || kind === 'withdrawn');
  return end === undefined ? null : Date.parse(end.at);
}

function isWithdrawn({ events }: Communication): boolean {
  return events.some(({ kind }) => kind === 'withdrawn');
}
