import type { Measurement, OnPrior } from '../model/measurement.ts';
import { displayDate } from '../dicom/dates.ts';
import { formatValue } from '../rules/format.ts';
import { ratioText } from '../rules/lossy.ts';

/** Bases that need no words beside a length: the image itself says how long a pixel is, or the unit says that nobody does. */
const PLAIN_BASES = new Set(['', 'pixel spacing', 'volume geometry', 'ultrasound region', 'px', 'mm']);
const LENGTHS = new Set(['mm', 'mm2', 'mm3', 'cm', 'cm2']);

/**
 * What a measurement says in the text of a report: "12.3 mm", "24.1 × 13.0 mm" for two axes, "mean 42.0 HU, area 99.0 mm²".
 * The basis of a length follows in brackets where it is not the plain one ("at detector", "estimated" …), that the picture was lossy, and
 * that it is one of a prior, with its date.
 */
export function measurementWords(measurement: Pick<Measurement, 'tool' | 'result' | 'text' | 'prior'>): string {
  const { basis, lossy } = measurement.result;
  const values = measurement.result.values.filter((value) => value.name !== 'pixel count');
  const isLength = values.some((value) => LENGTHS.has(value.unit));
  const notes = [
    ...(measurement.prior === undefined ? [] : [priorWords(measurement.prior)]),
    ...(!isLength || PLAIN_BASES.has(basis) ? [] : [basis]),
    ...(lossy === undefined ? [] : [`lossy ${ratioText(lossy)}`.trim()]),
  ];
  const note = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  const [first, second] = values;
  if (!first) return measurement.text;
  if (measurement.tool === 'bidirectional' && second && first.unit === second.unit) {
    const longAxis = formatValue(first).split(' ')[0] ?? '';
    return `${longAxis} × ${formatValue(second)}${note}`;
  }
  if (values.length === 1) return `${formatValue(first)}${note}`;
  return `${values.map((value) => `${value.name} ${formatValue(value)}`).join(', ')}${note}`;
}

/** "prior of 2025-01-03": on what else than the case it was measured. */
export function priorWords({ studyDate }: OnPrior): string {
  return studyDate === null ? 'prior without a date' : `prior of ${displayDate(studyDate)}`;
}
