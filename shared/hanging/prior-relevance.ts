import { dayNumber, parseDate } from '../dicom/dates.ts';
import { foldText } from '../dicom/person-name.ts';
import type { Orientation } from '../model/image.ts';
import { ExaminationReader, procedureName } from './examination.ts';
import type { Examination } from './examination.ts';
import { partLikeness } from './part-likeness.ts';
import type { PriorTable } from './prior-table.ts';

/** What relevance is judged by; the station fills it from its rows. */
export interface StudyFacts {
  readonly studyId: string;
  readonly patientKey: string;
  readonly studyDate: string | null;
  readonly modalities: readonly string[];
  readonly bodyParts: readonly string[];
  readonly description: string | null;
  /** L, R, B of its series, where said. */
  readonly lateralities: readonly string[];
  /** Procedure codes of one and the same site, where said. */
  readonly procedureCodes?: readonly string[] | undefined;
}

export interface RankedPrior<T extends StudyFacts> {
  readonly study: T;
  /** 0 to 1. */
  readonly relevance: number;
  /** In words, weightiest first. */
  readonly reasons: readonly string[];
  /** In short: "same region, CT, 14 months". */
  readonly why: string;
}

/** Modalities that show the same thing in a comparable way. */
const KIN: readonly (readonly string[])[] = [
  ['CR', 'DX', 'RG'],
  ['CT', 'PT'],
  ['PT', 'NM'],
  ['MG', 'BTO'],
  ['XA', 'RF'],
];
/** Objects about images are no examination of their own. */
const NO_IMAGES: ReadonlySet<string> = new Set(['SR', 'PR', 'KO', 'SEG', 'DOC', 'REG', 'RWV', 'RTSTRUCT', 'RTPLAN']);

/** The rules of one table, ready for use: make them once. */
export class PriorRules {
  readonly table: PriorTable;
  readonly #reader: ExaminationReader;

  constructor(table: PriorTable) {
    this.table = table;
    this.#reader = new ExaminationReader(table);
  }

  /** What was examined: by its description, and where that names no part of the body by what its series say. */
  examination(study: Pick<StudyFacts, 'description' | 'bodyParts'>): Examination {
    const described = this.#reader.read(study.description);
    if (described.parts.length > 0 || study.bodyParts.length === 0) return described;
    const { parts, side } = this.#reader.read(study.bodyParts.join(' '));
    return { ...described, parts, side: described.side ?? side };
  }

  /** DICOM modalities: as sent, else as the description names them. */
  modalities(study: Pick<StudyFacts, 'modalities' | 'description'>): readonly string[] {
    const sent = study.modalities.filter((modality) => !NO_IMAGES.has(modality));
    if (sent.length > 0) return sent;
    const named = this.#reader.read(study.description).modalities;
    return this.table.modalities.flatMap(({ name, dicom }) => (named.includes(name) ? dicom : []));
  }
}

interface Point {
  readonly score: number;
  readonly reason: string;
  /** As it stands in the short form; absent: it does not. */
  readonly short?: string;
}

interface Judged {
  readonly facts: StudyFacts;
  readonly examination: Examination;
  readonly modalities: readonly string[];
  readonly sides: readonly string[];
}

/**
 * Earlier studies of the same patient, most relevant first. Another patient's studies never come through, and neither do
 * later ones. Equal relevance: the newer first. Every point of the score has its reason.
 */
export function rankPriors<T extends StudyFacts>(
  rules: PriorRules,
  current: StudyFacts,
  candidates: readonly T[],
): RankedPrior<T>[] {
  const own = judged(rules, current);
  return candidates
    .filter((study) => study.patientKey === current.patientKey && study.studyId !== current.studyId)
    .filter((study) => !isLater(study.studyDate, current.studyDate))
    .map((study) => rank(rules.table, own, judged(rules, study), study))
    .sort((a, b) => b.relevance - a.relevance || compareDates(b.study.studyDate, a.study.studyDate));
}

function judged(rules: PriorRules, facts: StudyFacts): Judged {
  const examination = rules.examination(facts);
  const sent = facts.lateralities.filter((side) => side === 'L' || side === 'R');
  return {
    facts,
    examination,
    modalities: rules.modalities(facts),
    sides: sent.length > 0 ? sent : sidesOf(examination),
  };
}

function sidesOf({ side }: Examination): readonly string[] {
  switch (side) {
    case null:
      return [];
    case 'left':
      return ['L'];
    case 'right':
      return ['R'];
    case 'both':
      return ['L', 'R'];
  }
}

function isLater(candidate: string | null, current: string | null): boolean {
  const days = daysBetween(candidate, current);
  return days !== null && days < 0;
}

/** Days from the first to the second date; null when one of them is not a full date. */
export function daysBetween(from: string | null, to: string | null): number | null {
  const first = from === null ? null : parseDate(from);
  const second = to === null ? null : parseDate(to);
  const a = first ? dayNumber(first) : null;
  const b = second ? dayNumber(second) : null;
  return a === null || b === null ? null : b - a;
}

function compareDates(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}

function rank<T extends StudyFacts>(table: PriorTable, current: Judged, prior: Judged, study: T): RankedPrior<T> {
  const { weights } = table;
  const points = [
    regionPoint(table, current, prior),
    modalityPoint(weights, current, prior),
    agePoint(weights, current, prior),
    procedurePoint(weights, current, prior),
    descriptionPoint(weights, current, prior),
    lateralityPoint(weights, current, prior),
  ].filter((point) => point !== null);
  const sum = points.reduce((total, point) => total + point.score, 0);
  return {
    study,
    relevance: Math.round(Math.max(0, Math.min(1, sum)) * 100) / 100,
    reasons: [...points].sort((a, b) => Math.abs(b.score) - Math.abs(a.score)).map((point) => point.reason),
    why: points.flatMap(({ short }) => short ?? []).join(', '),
  };
}

type Weights = PriorTable['weights'];

function modalityPoint(weights: Weights, current: Judged, prior: Judged): Point | null {
  const [own, other] = [current.modalities, prior.modalities];
  const same = own.find((modality) => other.includes(modality));
  if (same !== undefined) return { score: weights.modality, reason: `same modality (${same})`, short: same };
  const kin = own.flatMap((a) => other.filter((b) => areKin(a, b)).map((b) => `${a} and ${b}`))[0];
  if (kin === undefined)
    return other[0] === undefined ? null : { score: 0, reason: `another modality (${other[0]})`, short: other[0] };
  return { score: weights.kin, reason: `related modalities (${kin})`, short: kin };
}

function areKin(a: string, b: string): boolean {
  return KIN.some((family) => family.includes(a) && family.includes(b));
}

function regionPoint(table: PriorTable, current: Judged, prior: Judged): Point | null {
  const likeness = partLikeness(table, current.examination.parts, prior.examination.parts);
  if (likeness === null) return null;
  const names = prior.examination.parts.map(({ name }) => name).join(', ');
  const score = table.weights.region * likeness.share;
  switch (likeness.kind) {
    case 'same':
      return { score, reason: `same body region (${likeness.shared.join(', ')})`, short: 'same region' };
    case 'whole-body':
      return { score, reason: 'one of them shows the whole body', short: 'whole body' };
    case 'near':
      return { score, reason: `neighbouring region (${names})`, short: `neighbouring region (${names})` };
    case 'other':
      return {
        score: table.weights.otherRegion,
        reason: `other body region (${names})`,
        short: `other region (${names})`,
      };
  }
}

/** The same code of the same site, or else all that the words say of the examination. */
function procedurePoint(weights: Weights, current: Judged, prior: Judged): Point | null {
  const codes = prior.facts.procedureCodes ?? [];
  const coded = (current.facts.procedureCodes ?? []).some((code) => codes.includes(code));
  const name = procedureName(current.examination);
  const named = name !== null && name === procedureName(prior.examination);
  if (!coded && !named) return null;
  return {
    score: weights.procedure,
    reason: coded ? 'same procedure code' : 'same procedure',
    short: 'same procedure',
  };
}

function descriptionPoint(weights: Weights, current: Judged, prior: Judged): Point | null {
  const likeness = textLikeness(current.facts.description, prior.facts.description);
  return likeness < 0.5 ? null : { score: weights.description * likeness, reason: 'similar description' };
}

function lateralityPoint(weights: Weights, { sides: own }: Judged, { sides: other }: Judged): Point | null {
  if (own.length === 0 || other.length === 0) return null;
  if (own.some((side) => other.includes(side)))
    return { score: weights.laterality, reason: 'same side', short: 'same side' };
  return { score: weights.otherSide, reason: 'the other side', short: 'the other side' };
}

/** Full points up to a month, none after ten years. */
function agePoint(weights: Weights, current: Judged, prior: Judged): Point | null {
  const days = daysBetween(prior.facts.studyDate, current.facts.studyDate);
  if (days === null) return null;
  const share = Math.max(0, 1 - Math.log1p(days / 30) / Math.log1p(3650 / 30));
  const words = ageWords(days);
  return { score: weights.age * share, reason: days === 0 ? words : `${words} earlier`, short: words };
}

function ageWords(days: number): string {
  if (days === 0) return 'the same day';
  if (days === 1) return '1 day';
  if (days < 60) return `${days} days`;
  if (days < 730) return `${Math.round(days / 30.44)} months`;
  return `${Math.round(days / 365.25)} years`;
}

/** Share of words in common (Dice), 0 to 1; 0 when one side says nothing. */
export function textLikeness(a: string | null, b: string | null): number {
  const first = new Set(
    foldText(a ?? '')
      .split(' ')
      .filter(Boolean),
  );
  const second = new Set(
    foldText(b ?? '')
      .split(' ')
      .filter(Boolean),
  );
  if (first.size === 0 || second.size === 0) return 0;
  const common = [...first].filter((word) => second.has(word)).length;
  return (2 * common) / (first.size + second.size);
}

/** What a series is matched by. */
export interface SeriesFacts {
  readonly seriesId: string;
  readonly modality: string | null;
  readonly description: string | null;
  readonly protocol: string | null;
  readonly bodyPart: string | null;
  readonly laterality: string | null;
  readonly viewPosition: string | null;
  readonly orientation: Orientation | null;
  /** mm. */
  readonly sliceThickness: number | null;
  /** Frames to look at. */
  readonly images: number;
  /** There is a picture to show. */
  readonly shown: boolean;
}

/**
 * The series of a prior to hang against one of the current study, or null when none is comparable. Modality must agree
 * (or be kin), then plane, view and side, words, slice thickness and size decide.
 */
export function matchSeries<T extends SeriesFacts>(current: SeriesFacts, priorSeries: readonly T[]): T | null {
  const scored = priorSeries
    .filter((series) => series.shown && series.images > 0 && sameKind(current, series))
    .map((series) => ({ series, score: seriesScore(current, series) }))
    .sort((a, b) => b.score - a.score || b.series.images - a.series.images);
  const best = scored[0];
  return best && best.score > 0 ? best.series : null;
}

function sameKind(a: SeriesFacts, b: SeriesFacts): boolean {
  if (a.modality === b.modality) return true;
  return areKin(a.modality ?? '', b.modality ?? '');
}

function seriesScore(current: SeriesFacts, series: SeriesFacts): number {
  const same = (a: string | null, b: string | null): number => (a === null || b === null ? 0 : a === b ? 1 : -1);
  const plane = samePlane(current.orientation, series.orientation);
  return (
    (current.modality === series.modality ? 1 : 0.2) +
    plane * 3 +
    same(current.viewPosition, series.viewPosition) * 3 +
    same(current.laterality, series.laterality) * 3 +
    textLikeness(current.description, series.description) * 2 +
    textLikeness(current.protocol, series.protocol) +
    thicknessLikeness(current.sliceThickness, series.sliceThickness) +
    sizeLikeness(current.images, series.images)
  );
}

/** 1 within 20 degrees, -1 beyond; 0 when one has no geometry. The sign of a direction does not count. */
function samePlane(a: Orientation | null, b: Orientation | null): number {
  if (!a || !b) return 0;
  const normal = (o: Orientation): [number, number, number] => [
    o[1] * o[5] - o[2] * o[4],
    o[2] * o[3] - o[0] * o[5],
    o[0] * o[4] - o[1] * o[3],
  ];
  const [ax, ay, az] = normal(a);
  const [bx, by, bz] = normal(b);
  return Math.abs(ax * bx + ay * by + az * bz) > Math.cos((20 * Math.PI) / 180) ? 1 : -1;
}

/** 1 when equal, 0 at a factor of four. */
function thicknessLikeness(a: number | null, b: number | null): number {
  if (a === null || b === null) return 0;
  return Math.max(0, 1 - Math.abs(Math.log2(a / b)) / 2);
}

/** Between a scout of two images and a volume of hundreds; weighs little. */
function sizeLikeness(a: number, b: number): number {
  return Math.min(a, b) / Math.max(a, b, 1) / 2;
}
