import { displayDate } from '../../../shared/dicom/dates.ts';
import type { LedgerLesion, LedgerPoint, LesionCell, LesionNature, LesionRole } from '../../../shared/model/lesion.ts';
import { formatNumber } from '../../../shared/rules/format.ts';

export const ROLE_WORDS: Readonly<Record<LesionRole, string>> = {
  target: 'Target',
  'non-target': 'Non-target',
  new: 'New lesion',
};

export const NATURE_WORDS: Readonly<Record<LesionNature, string>> = {
  mass: 'Mass, by its longest diameter',
  node: 'Lymph node, by its short axis',
  'no-mass': 'Without a mass: effusion, bone without soft tissue',
  irradiated: 'In a radiated field, not grown since',
  'irradiated-grown': 'In a radiated field, grown since',
};

/** "T1 liver". */
export function lesionName({ label, organ }: Pick<LedgerLesion, 'label' | 'organ'>): string {
  return organ.trim() === '' ? label : `${label} ${organ.trim()}`;
}

export function pointName({ date }: Pick<LedgerPoint, 'date'>): string {
  return date === null ? 'no date' : displayDate(date);
}

/** "60.0 mm"; at least so much where a target has no value. */
export function sumWords({ sum, missing, entered }: LedgerPoint): string {
  if (!entered || sum === null) return '';
  const text = `${formatNumber(sum, 'mm')} mm`;
  return missing.length === 0 ? text : `≥ ${text}`;
}

export function changeWords(percent: number | null): string {
  if (percent === null) return '';
  const text = formatNumber(Math.abs(percent), '%', 1);
  return `${percent < 0 ? '−' : '+'}${text} %`;
}

/** The last value before a time point that a lesion had: what a reader knows it by. */
export function lastSeen({ cells }: LedgerLesion, points: readonly LedgerPoint[], before: number): string {
  for (let at = before - 1; at >= 0; at -= 1) {
    const [cell, point] = [cells[at], points[at]];
    if (cell && point && cell.kind !== null) return `${cell.words} on ${pointName(point)}`;
  }
  return 'not seen before';
}

/** What stands below a value, and what is read out with it. */
export function cellTitle(lesion: LedgerLesion, point: LedgerPoint, cell: LesionCell): string {
  const notes = cell.notes.length === 0 ? '' : `: ${cell.notes.join('; ')}`;
  return `${lesion.label} on ${pointName(point)}: ${cell.words}${notes}`;
}

/** Milliseconds since 1970 of a date, at noon of nowhere: only the distances of a plot are made of it. */
export function dayOf(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)));
}
