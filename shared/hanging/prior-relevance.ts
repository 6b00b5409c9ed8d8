import { dayNumber, parseDate } from '../dicom/dates.ts';
import { foldText } from '../dicom/person-name.ts';
import type { Orientation } from '../model/image.ts';
import { bodyRegions } from './body-region.ts';

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
}

export interface RankedPrior<T extends StudyFacts> {
  readonly study: T;
  /** 0 to 1. */
  readonly relevance: number;
  /** In words, weightiest first. */
  readonly reasons: readonly string[];
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

const WEIGHT = { modality: 0.4, kin: 0.25, region: 0.35, description: 0.1, laterality: 0.05, age: 0.1 } as const;

/**
 * Earlier studies of the same patient, most relevant first. Another patient's studies never come through, and neither do
 * later ones. Equal relevance: the newer first. Every point of the score has its reason.
 */
export function rankPriors<T extends StudyFacts>(current: StudyFacts, candidates: readonly T[]): RankedPrior<T>[] {
  return candidates
    .filter((study) => study.patientKey === current.patientKey && study.studyId !== current.studyId)
    .filter((study) => !isLater(study.studyDate, current.studyDate))
    .map((study) => rank(current, study))
    .sort((a, b) => b.relevance - a.relevance || compareDates(b.study.studyDate, a.study.studyDate));
}

function isLater(candidate: string | null, current: string | null): boolean {
  const days = daysBetween(candidate, current);
  return days !== null && days < 0;
}

/** Days from the first to the second date; null when one of them is not a full date. */
function daysBetween(from: string | null, to: string | null): number | null {
  const first = from === null ? null : parseDate(from);
  const second = to === null ? null : parseDate(to);
  const a = first ? dayNumber(first) : null;
  const b = second ? dayNumber(second) : null;
  return a === null || b === null ? null : b - a;
}

function compareDates(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}

interface Point {
  readonly score: number;
  readonly reason: string;
}

function rank<T extends StudyFacts>(current: StudyFacts, study: T): RankedPrior<T> {
  const points = [
    modalityPoint(current, study),
    regionPoint(current, study),
    descriptionPoint(current, study),
    lateralityPoint(current, study),
    agePoint(current, study),
  ].filter((point) => point !== null);
  const sum = points.reduce((total, point) => total + point.score, 0);
  return {
    study,
    relevance: Math.round(Math.max(0, Math.min(1, sum)) * 100) / 100,
    reasons: [...points].sort((a, b) => Math.abs(b.score) - Math.abs(a.score)).map((point) => point.reason),
  };
}

function imaging(modalities: readonly string[]): readonly string[] {
  return modalities.filter((modality) => !NO_IMAGES.has(modality));
}

function modalityPoint(current: StudyFacts, study: StudyFacts): Point | null {
  const own = imaging(current.modalities);
  const other = imaging(study.modalities);
  const same = own.find((modality) => other.includes(modality));
  if (same !== undefined) return { score: WEIGHT.modality, reason: `same modality (${same})` };
  const kin = own.flatMap((a) =>
    other.filter((b) => KIN.some((family) => family.includes(a) && family.includes(b))).map((b) => `${a} and ${b}`),
  )[0];
  return kin === undefined ? null : { score: WEIGHT.kin, reason: `related modalities (${kin})` };
}

function regionPoint(current: StudyFacts, study: StudyFacts): Point | null {
  const own = bodyRegions([...current.bodyParts, current.description]);
  const other = bodyRegions([...study.bodyParts, study.description]);
  if (own.size === 0 || other.size === 0) return null;
  const shared = [...own].filter((region) => other.has(region));
  if (shared.length > 0) return { score: WEIGHT.region, reason: `same body region (${shared.join(', ')})` };
  if (own.has('whole body') || other.has('whole body')) {
    return { score: WEIGHT.region / 2, reason: 'one of them shows the whole body' };
  }
  return { score: -WEIGHT.modality / 2, reason: `other body region (${[...other].join(', ')})` };
}

function descriptionPoint(current: StudyFacts, study: StudyFacts): Point | null {
  const likeness = textLikeness(current.description, study.description);
  return likeness < 0.5 ? null : { score: WEIGHT.description * likeness, reason: 'similar description' };
}

function lateralityPoint(current: StudyFacts, study: StudyFacts): Point | null {
  const sides = (list: readonly string[]): readonly string[] => list.filter((side) => side === 'L' || side === 'R');
  const own = sides(current.lateralities);
  const other = sides(study.lateralities);
  if (own.length === 0 || other.length === 0) return null;
  if (own.some((side) => other.includes(side))) return { score: WEIGHT.laterality, reason: 'same side' };
  return { score: -WEIGHT.region, reason: 'the other side' };
}

/** Full points up to a month, none after ten years. */
function agePoint(current: StudyFacts, study: StudyFacts): Point | null {
  const days = daysBetween(study.studyDate, current.studyDate);
  if (days === null) return null;
  const share = Math.max(0, 1 - Math.log1p(days / 30) / Math.log1p(3650 / 30));
  return { score: WEIGHT.age * share, reason: ageWords(days) };
}

function ageWords(days: number): string {
  if (days === 0) return 'the same day';
  if (days === 1) return '1 day earlier';
  if (days < 60) return `${days} days earlier`;
  if (days < 730) return `${Math.round(days / 30.44)} months earlier`;
  return `${Math.round(days / 365.25)} years earlier`;
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
  return KIN.some((family) => family.includes(a.modality ?? '') && family.includes(b.modality ?? ''));
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
