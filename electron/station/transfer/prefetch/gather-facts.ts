import { dayNumber, parseDate } from '../../../../shared/dicom/dates.ts';
import { rankPriors } from '../../../../shared/hanging/prior-relevance.ts';
import type { PriorRules, StudyFacts } from '../../../../shared/hanging/prior-relevance.ts';
import type { SourceId } from '../../../../shared/model/ids.ts';
import type { PrefetchPin, PrefetchSettings } from '../../../../shared/model/prefetch.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { safeRate, UNKNOWN_RATE } from '../../../../shared/prefetch/line-rate.ts';
import type { LineRate } from '../../../../shared/prefetch/line-rate.ts';
import type { PlanCase, PlanPrior, PlanSource, PlanStudy, RateWindow } from '../../../../shared/prefetch/plan-facts.ts';
import { estimatedBytes } from '../../../../shared/prefetch/sizes.ts';
import type { SizesSeen } from '../../../../shared/prefetch/sizes.ts';
import { rateAt } from '../../sources/throttle.ts';
import type { StoredSource } from '../source-list/source-list.ts';
import { sourcesOf } from './ask-for-priors.ts';
import type { KnownPrior } from './known-prior.ts';
import type { PrefetchMemory } from './prefetch-memory.ts';

const DAY_MS = 24 * 3_600_000;
/** A study without an order is taken for a case to read while it is so new. */
const NEW_DAYS = 3;
/** Cases that one plan looks at. */
const MOST_CASES = 200;
/** How far ahead the hours of a source are looked at, and in which steps. */
const AHEAD_MS = 2 * DAY_MS;
const STEP_MS = 15 * 60_000;
const UID = /^[0-9.]{1,64}$/;

export interface CaseParts {
  readonly rules: PriorRules;
  readonly memory: PrefetchMemory;
  readonly sources: readonly StoredSource[];
  readonly sizes: SizesSeen;
  readonly pins: ReadonlyMap<string, PrefetchPin>;
  /** Sources that said they have a study, best first. */
  readonly toldBy: (studyUid: string) => readonly SourceId[];
  readonly bytesHere: (studyUid: string) => number;
  /** All studies of a patient that are here. */
  readonly ofPatient: (patientKey: string) => readonly WorklistRow[];
}

/** Rows of the list that somebody is to read: ordered, pinned or new, and not reported. */
export function rowsToRead(
  rows: readonly WorklistRow[],
  pins: ReadonlyMap<string, PrefetchPin>,
  now: number,
): readonly WorklistRow[] {
  const since = dayOf(now - NEW_DAYS * DAY_MS);
  return rows
    .filter((row) => row.reportState === 'none' || row.reportState === 'draft')
    .filter(({ order }) => order?.status !== 'cancelled')
    .filter((row) => row.order !== undefined || pins.has(row.studyUid) || (row.studyDate ?? '') >= since)
    .slice(0, MOST_CASES);
}

/** DICOM DA on the clock of this computer. */
function dayOf(at: number): string {
  const date = new Date(at);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}${pad(date.getMonth() + 1)}${pad(date.getDate())}`;
}

/** One case of the plan, its priors found at its sources and here. Studies are named by their UID. */
export function planCase(row: WorklistRow, order: number, parts: CaseParts): PlanCase {
  const known = knownOf(row, parts);
  const studyUid = UID.test(row.studyUid) ? row.studyUid : (uidByAccession(row, known) ?? row.studyUid);
  const found = known.get(studyUid);
  const told = [...parts.toldBy(studyUid), ...(found?.sources ?? [])];
  // An order that nobody was asked about yet: any source of its site may have it.
  const sources = told.length > 0 ? told : sourcesOf(row, parts.sources).map(({ sourceId }) => sourceId);
  return {
    ...{
      caseId: studyUid,
      order,
      priority: row.priority,
      dueAt: row.order?.dueAt ? Date.parse(row.order.dueAt) : null,
    },
    pin: parts.pins.get(studyUid) ?? null,
    takenByOther: false,
    study: studyOf(studyUid, row, { sources, instances: found?.prior.instances ?? row.expected }, parts),
    priors: priorsOf({ ...row, studyUid }, known, parts),
  };
}

/** What is here of a study. */
type Here = Readonly<Pick<WorklistRow, 'received' | 'expected' | 'damaged'>> & {
  readonly modalities: readonly string[];
};

type Known = ReadonlyMap<string, { readonly prior: KnownPrior; readonly sources: readonly SourceId[] }>;

/** What the sources of a case said of its patient, by study UID. */
function knownOf(row: WorklistRow, { memory, sources }: CaseParts): Known {
  const known = new Map<string, { prior: KnownPrior; sources: SourceId[] }>();
  const { issuer, patientId } = row.patient;
  if (patientId === null) return known;
  for (const { sourceId } of sourcesOf(row, sources)) {
    for (const prior of memory.found({ sourceId, issuer, patientId })?.found ?? []) {
      const before = known.get(prior.studyUid);
      if (before) before.sources.push(sourceId);
      else known.set(prior.studyUid, { prior, sources: [sourceId] });
    }
  }
  return known;
}

function uidByAccession({ accession }: WorklistRow, known: Known): string | null {
  if (accession === null || accession === '') return null;
  const found = [...known.values()].filter(({ prior }) => prior.accession === accession);
  return found.length === 1 ? (found[0]?.prior.studyUid ?? null) : null;
}

function studyOf(
  studyId: string,
  row: Here,
  site: { readonly sources: readonly SourceId[]; readonly instances: number | null },
  { sizes, bytesHere }: CaseParts,
): PlanStudy {
  const localBytes = row.received > 0 ? bytesHere(studyId) : 0;
  const complete = row.received > 0 && row.damaged === 0 && row.received >= (row.expected ?? row.received);
  const { modalities, received } = row;
  const here = { instances: received, bytes: localBytes };
  const bytes = complete
    ? localBytes
    : Math.max(localBytes + 1, estimatedBytes({ modalities, instances: site.instances, here }, sizes));
  return { studyId, sources: [...new Set(site.sources)], bytes, estimated: !complete, localBytes, complete };
}

function priorsOf(row: WorklistRow, known: Known, parts: CaseParts): readonly PlanPrior[] {
  const here = new Map(parts.ofPatient(row.patient.patientKey).map((one) => [one.studyUid, one]));
  const uids = [...new Set([...here.keys(), ...known.keys()])].filter((uid) => uid !== row.studyUid);
  const patientKey = row.patient.patientKey;
  const facts = (studyId: string): StudyFacts => {
    const [local, site] = [here.get(studyId), known.get(studyId)?.prior];
    return {
      ...{ studyId, patientKey, studyDate: local?.studyDate ?? site?.studyDate ?? null },
      modalities: local?.modalities.length ? local.modalities : (site?.modalities ?? []),
      bodyParts: local?.bodyParts ?? [],
      ...{ description: local?.description ?? site?.description ?? null, lateralities: [] },
    };
  };
  const own = { ...row, studyId: row.studyUid, patientKey, lateralities: [] };
  return rankPriors(parts.rules, own, uids.map(facts)).map(({ study, relevance, why }): PlanPrior => {
    const local: Here = here.get(study.studyId) ?? {
      modalities: study.modalities,
      received: 0,
      expected: null,
      damaged: 0,
    };
    const site = known.get(study.studyId);
    const at = { sources: site?.sources ?? [], instances: site?.prior.instances ?? local.expected };
    return {
      ...studyOf(study.studyId, local, at, parts),
      relevance,
      why,
      years: yearsBetween(study.studyDate, row.studyDate),
    };
  });
}

/** Null where one of the days is not known whole. DICOM DA. */
function yearsBetween(from: string | null, to: string | null): number | null {
  const [first, last] = [from, to].map((text) => (text === null ? null : parseDate(text)));
  const [a, b] = [first ? dayNumber(first) : null, last ? dayNumber(last) : null];
  return a === null || b === null ? null : Math.max(0, (b - a) / 365.25);
}

/** Sources as the plan sees them: when they may be used, and how fast they are then. */
export function planSources(
  sources: readonly StoredSource[],
  rates: Readonly<Record<string, LineRate>>,
  {
    now,
    isDown,
    isMetered,
  }: {
    readonly now: number;
    readonly isDown: (sourceId: string) => boolean;
    readonly isMetered: (sourceId: SourceId) => boolean;
  },
): PlanSource[] {
  return sources.map(({ sourceId, settings, paused }) => {
    const line = safeRate(rates[sourceId] ?? UNKNOWN_RATE);
    const windows: RateWindow[] = [];
    for (let from = now; from < now + AHEAD_MS; from += STEP_MS) {
      const bytesPerSecond = Math.min(line, rateAt(settings.rate, new Date(from)) ?? Infinity);
      const last = windows.at(-1);
      if (last?.bytesPerSecond === bytesPerSecond) windows[windows.length - 1] = { ...last, to: from + STEP_MS };
      else windows.push({ from, to: from + STEP_MS, bytesPerSecond });
    }
    const reachable = !paused && !isDown(sourceId);
    return { sourceId, name: settings.name, reachable, metered: isMetered(sourceId), windows };
  });
}

/** The shift that is on, or the next one, on the clock of this computer. */
export function shiftAround(
  shift: PrefetchSettings['shift'],
  now: number,
): { readonly from: number; readonly to: number } | null {
  if (shift === null) return null;
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  const at = (day: number, minute: number): number => {
    const date = new Date(midnight);
    date.setDate(date.getDate() + day);
    date.setHours(0, minute, 0, 0);
    return date.getTime();
  };
  const over = shift.to <= shift.from ? 1 : 0;
  const candidates = [-1, 0, 1].map((day) => ({ from: at(day, shift.from), to: at(day + over, shift.to) }));
  return candidates.find(({ to }) => to > now) ?? null;
}
