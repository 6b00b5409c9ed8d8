import type { MeasuredValue, MeasureResult } from '../../../shared/model/measurement.ts';

const UNIT_WORDS: Readonly<Record<string, string>> = {
  mm2: 'mm²',
  "[hnsf'U]": 'HU',
  deg: '°',
  '1': '',
  px2: 'px²',
  '{SUVbw}g/ml': 'SUVbw',
};

/** A unit as a reader writes it. */
export function unitText(unit: string): string {
  return UNIT_WORDS[unit] ?? unit.replace(/[{}]/g, '');
}

/** Digits by unit: tenths of a millimetre and of a degree, whole Hounsfield units, three figures otherwise. */
export function numberText(value: number, unit: string): string {
  if (!Number.isFinite(value)) return '–';
  if (unit === 'mm' || unit === 'deg' || unit === 'px') return value.toFixed(1);
  if (unit === "[hnsf'U]") return value.toFixed(Number.isInteger(value) ? 0 : 1);
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return value.toFixed(0);
  return size >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function valueText({ value, unit }: MeasuredValue): string {
  const words = unitText(unit);
  const gap = words === '' || words === '°' ? '' : ' ';
  return `${numberText(value, unit)}${gap}${words}`;
}

/** The lines beside a drawing: its number, its values, on what ground they stand, and what is wrong with them. */
export function resultLines(ordinal: number | null, result: MeasureResult): readonly string[] {
  const label = ordinal === null ? '' : `M${ordinal} `;
  const [first, ...rest] = result.values;
  const named = (value: MeasuredValue): string => `${value.name} ${valueText(value)}`;
  const head = first ? `${label}${rest.length > 0 ? named(first) : valueText(first)}` : label.trim();
  return [head, ...rest.map(named), ...(result.basis === '' ? [] : [result.basis]), ...result.warnings].filter(
    (line) => line !== '',
  );
}
