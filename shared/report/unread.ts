import type { LossyGround } from '../model/lossy.ts';
import type { CheckFinding } from '../model/report.ts';

/** How far one series was read. Pictures are frames that can be put on the glass. */
export interface SeriesReading {
  readonly number: number | null;
  readonly description: string | null;
  readonly modality: string | null;
  readonly pictures: number;
  readonly seen: number;
  /** Made to plan the others. */
  readonly isScout: boolean;
  /** The reader decided to leave it unread. */
  readonly isAside: boolean;
  /** Of the pictures seen, those that had lost something, and the worst of them; absent: none. */
  readonly lossy?: { readonly pictures: number; readonly worst: LossyGround };
}

/** Series named in one message; the others are counted. */
const NAMED = 8;

/**
 * What was never on the glass of the reader who signs. Diagnostic series are asked about; scouts and series put aside are only
 * named; objects without a picture count nowhere. An addendum is written to a report whose images were read before: told, not asked.
 */
export function unreadChecks(series: readonly SeriesReading[], isAddendum: boolean): CheckFinding[] {
  const open = series.filter((one) => one.pictures > 0 && one.seen < one.pictures);
  const due = open.filter((one) => !one.isScout && !one.isAside);
  const left = open.filter((one) => one.isScout || one.isAside);
  const tier = isAddendum ? 'note' : 'acknowledge';
  return [
    ...finding('check/unread-series', tier, 'Never on screen', due.filter((one) => one.seen === 0).map(unread)),
    ...finding('check/unseen-images', tier, 'Read in part', due.filter((one) => one.seen > 0).map(inPart)),
    ...finding('check/left-unread', 'note', 'Left unread', left.map(leftOut)),
  ];
}

function finding(code: string, tier: CheckFinding['tier'], lead: string, names: readonly string[]): CheckFinding[] {
  if (names.length === 0) return [];
  const more = names.length > NAMED ? `; and ${names.length - NAMED} more series` : '';
  return [{ code, tier, message: `${lead}: ${names.slice(0, NAMED).join('; ')}${more}.`, sectionId: null }];
}

function unread(series: SeriesReading): string {
  return `${nameOf(series)} (${counted(series.pictures)})`;
}

function inPart(series: SeriesReading): string {
  return `${nameOf(series)}: ${series.seen} of ${counted(series.pictures)} seen`;
}

function leftOut(series: SeriesReading): string {
  return `${inPart(series)}, ${series.isAside ? 'put aside' : 'a scout'}`;
}

function nameOf({ number, description, modality }: SeriesReading): string {
  const words = (description ?? '').trim() || (modality ?? '');
  return [number === null ? 'a series without a number' : `series ${number}`, words]
    .filter((part) => part !== '')
    .join(', ');
}

function counted(pictures: number): string {
  return `${pictures} image${pictures === 1 ? '' : 's'}`;
}
