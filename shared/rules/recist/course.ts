import { displayDate } from '../../dicom/dates.ts';
import type {
  LedgerLesion,
  LedgerPoint,
  LedgerStudy,
  LesionEntry,
  LesionLedger,
  LesionRole,
} from '../../model/lesion.ts';
import { courseDays } from './course-days.ts';
import type { CourseDay, CourseStudy } from './course-days.ts';
import { courseProblems } from './course-problems.ts';
import type { FollowedLesion } from './course-problems.ts';
import { recistLedger } from './ledger.ts';
import type { LedgerLine, TimePoint } from './ledger.ts';
import { foundCell, NOT_ENTERED } from './lesion-cell.ts';
import type { CourseDrawing, FoundCell } from './lesion-cell.ts';
import { newLesionsOf, nonTargetResponse } from './non-target-response.ts';
import type { NewLesionFinding, NonTargetFinding } from './non-target-response.ts';

export type { CourseStudy } from './course-days.ts';

/** What a ledger is worked out of: everything of one patient, and of nobody else. */
export type Course = Readonly<{
  studies: readonly CourseStudy[];
  entries: readonly LesionEntry[];
  /** By measurement id. */
  drawings: ReadonlyMap<string, CourseDrawing>;
}>;

const ROLES: readonly LesionRole[] = ['target', 'non-target', 'new'];

/** The lesions of a patient over time with sums, nadir, changes and responses (rule 3.3), and what is wrong with them. */
export function lesionLedger({ studies, entries, drawings }: Course): LesionLedger {
  const { days, problems } = courseDays(studies, entries);
  const identities = identitiesOf(days, entries);
  const labelOf = (uid: string): string | null => identities.find((one) => one.trackingUid === uid)?.label ?? null;
  const lesions = identities.map((identity) => ({
    identity,
    found: days.map((day) => {
      const entry = day.entries.find((one) => one.trackingUid === identity.trackingUid);
      return entry ? foundCell({ ...entry, ...identity }, drawings, labelOf) : NOT_ENTERED;
    }),
  }));
  const settled = lesions.map((lesion) => ({ ...lesion, found: withoutLostMerges(lesion, lesions) }));
  const places = days.flatMap((day, place) => (day.entered ? [place] : []));
  const chain: readonly FollowedLesion[] = settled.map(({ identity, found }) => ({
    identity,
    found: places.flatMap((place) => found[place] ?? []),
  }));
  const dates = places.map((place) => days[place]?.date ?? '');
  const points = dates.map((date, at) => timePoint(chain, date, at));
  const { lines, best } = recistLedger(points);
  const baseline = dates[0];
  return {
    points: days.map((day, place) => {
      const at = places.indexOf(place);
      const [line, point] = [lines[at], points[at]];
      return line && point ? enteredPoint(day, line, point, { first: lines[0], at, chain, dates }) : emptyPoint(day);
    }),
    lesions: settled.map(({ identity, found }): LedgerLesion => ({
      ...identity,
      cells: found.map(({ cell }) => cell),
    })),
    best,
    problems: [...problems, ...(baseline === undefined ? [] : courseProblems(chain, baseline, drawings))],
  };
}

type Identity = FollowedLesion['identity'];

/** What a lesion is was settled where it was first entered. */
function identitiesOf(days: readonly CourseDay[], entries: readonly LesionEntry[]): readonly Identity[] {
  const inOrder = [...days.flatMap((day) => day.entries), ...entries];
  const first = new Map<string, LesionEntry>();
  for (const entry of inOrder) if (!first.has(entry.trackingUid)) first.set(entry.trackingUid, entry);
  return [...first.values()]
    .map(({ trackingUid, label, role, nature, organ }) => ({ trackingUid, label, role, nature, organ }))
    .sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || numberOf(a.label) - numberOf(b.label));
}

export function numberOf(label: string): number {
  return Number(/\d+$/.exec(label)?.[0] ?? 0);
}

/** A lesion cannot lie in another one that has no value: both would be missing from the sum, and one would not be said. */
function withoutLostMerges({ found }: FollowedLesion, lesions: readonly FollowedLesion[]): readonly FoundCell[] {
  return found.map((one, place): FoundCell => {
    const { finding } = one;
    if (finding.kind !== 'merged') return one;
    const host = lesions.find(({ identity }) => identity.trackingUid === finding.into);
    const held = host?.identity.role === 'target' ? host.found[place]?.finding.kind : undefined;
    if (held === 'measured' || held === 'split') return one;
    const reason = 'the lesion that it grew together with has no value here';
    const cell = { ...one.cell, mm: null, words: 'not evaluated', notes: [...one.cell.notes, reason] };
    return { cell, finding: { kind: 'not-evaluated', reason } };
  });
}

function timePoint(chain: readonly FollowedLesion[], date: string, at: number): TimePoint {
  const of = (role: LesionRole) => chain.filter(({ identity }) => identity.role === role);
  return {
    date,
    targets: of('target').map(({ identity: { trackingUid, nature, organ }, found }) => ({
      lesion: { trackingUid, node: nature === 'node', organ },
      finding: found[at]?.finding ?? NOT_ENTERED.finding,
    })),
    nonTargets: nonTargetResponse(of('non-target').map(({ found }) => nonTarget(found[at]))),
    newLesions: newLesionsOf(of('new').map(({ found }) => found.slice(0, at + 1).map(newLesion))),
  };
}

function nonTarget(found: FoundCell | undefined): NonTargetFinding {
  const kind = found?.cell.kind ?? null;
  return kind === 'present' || kind === 'gone' || kind === 'progressed' || kind === 'not-evaluated' ? kind : null;
}

function newLesion(found: FoundCell): NewLesionFinding {
  const { kind } = found.cell;
  return kind === 'unequivocal' || kind === 'equivocal' || kind === 'gone' || kind === 'not-evaluated' ? kind : null;
}

type Before = Readonly<{
  first: LedgerLine | undefined;
  at: number;
  chain: readonly FollowedLesion[];
  dates: readonly string[];
}>;

function enteredPoint(day: CourseDay, line: LedgerLine, point: TimePoint, before: Before): LedgerPoint {
  const { first, chain } = before;
  const none = point.targets.length === 0;
  const labels = new Map(chain.map(({ identity }) => [identity.trackingUid, identity.label]));
  const missing = line.sum.missing.map((uid) => labels.get(uid) ?? uid);
  const whole = missing.length === 0 && !none;
  const baseline = before.at > 0 && first?.sum.missing.length === 0 ? first.sum.mm : null;
  return {
    ...{ date: day.date, studies: studiesOf(day), entered: true, missing },
    ...{ sum: none ? null : line.sum.mm, nadir: none ? null : line.nadir },
    fromBaseline: whole ? change(line.sum.mm, baseline) : null,
    fromNadir: whole && baseline !== null ? change(line.sum.mm, line.nadirBefore) : null,
    ...{ target: line.target, nonTarget: before.at === 0 ? null : point.nonTargets },
    ...{ newLesions: point.newLesions, overall: line.overall, reasons: reasonsOf(line, point, missing, before) },
  };
}

function change(mm: number, from: number | null): number | null {
  return from === null || from === 0 ? null : ((mm - from) / from) * 100;
}

function reasonsOf(line: LedgerLine, point: TimePoint, missing: readonly string[], before: Before): string[] {
  const { at, chain, dates } = before;
  const absent = missing.length === 0 ? [] : [`no value: ${missing.join(', ')}`];
  if (at === 0) return ['baseline', ...absent];
  const fresh = chain.filter(({ identity }) => identity.role === 'new');
  const words = fresh.flatMap(({ identity: { label }, found }) => {
    const seen = found.slice(0, at + 1).map(newLesion);
    const [sure, unsure] = [seen.indexOf('unequivocal'), seen.indexOf('equivocal')];
    if (sure < 0) return unsure < 0 ? [] : [`${label} is equivocal`];
    const since = displayDate(dates[sure] ?? null);
    const dated = unsure >= 0 && unsure < sure ? `, equivocal on ${displayDate(dates[unsure] ?? null)} already` : '';
    return [`${label} is new since ${since}${dated}`];
  });
  const targets = point.targets.length === 0 ? [] : [`targets: ${line.reason}`];
  return [...(line.overallReason === null ? [] : [line.overallReason]), ...words, ...targets, ...absent];
}

function emptyPoint(day: CourseDay): LedgerPoint {
  return {
    ...{ date: day.date, studies: studiesOf(day), entered: false, sum: null, missing: [], nadir: null },
    ...{ fromBaseline: null, fromNadir: null, target: null, nonTarget: null, newLesions: 'none', overall: null },
    reasons: [day.date === null ? 'this study has no date and is no part of the chain' : 'nothing entered yet'],
  };
}

function studiesOf({ studies }: CourseDay): LedgerStudy[] {
  return studies.map(({ studyId, studyUid, description, modalities, current, linked }) => ({
    ...{ studyId, studyUid, description, modalities, current, linked },
  }));
}
