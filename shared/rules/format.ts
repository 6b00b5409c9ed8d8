import { entryOf } from '../lib/entry-of.ts';
import type { MeasuredValue, MeasureResult } from '../model/measurement.ts';

/** UCUM to what a reader expects; a unit not listed is shown as it is, an annotation without its braces. */
const UNIT_TEXT: Readonly<Record<string, string>> = {
  "[hnsf'U]": 'HU',
  '{SUVbw}g/ml': 'g/ml',
  '{SUVlbm}g/ml': 'g/ml',
  '{SUVibw}g/ml': 'g/ml',
  '{SUVbsa}cm2/ml': 'cm²/ml',
  "[arb'U]": 'a.u.',
  mm2: 'mm²',
  px2: 'px²',
  mm3: 'mm³',
  cm2: 'cm²',
  cm3: 'cm³',
  d: 'days',
  deg: '°',
  '10*-3.mm2/s': '×10⁻³ mm²/s',
  '1': '',
};

/** Decimals by unit. Whole where more would be noise; no entry means three significant digits. */
const DECIMALS: Readonly<Record<string, number>> = {
  mm: 1,
  px: 1,
  mm2: 1,
  px2: 1,
  deg: 1,
  "[hnsf'U]": 1,
  '{SUVbw}g/ml': 2,
  '{SUVlbm}g/ml': 2,
  '{SUVibw}g/ml': 2,
  '{SUVbsa}cm2/ml': 2,
  'g/ml': 2,
  'Bq/ml': 0,
  s: 3,
  'cm/s': 1,
  Hz: 0,
  '10*-3.mm2/s': 2,
};
const AREA_UNITS = ['mm2', 'px2'];
/** From here a tenth of a square millimetre is below what a hand can draw. */
const WHOLE_AREA = 100;

export function unitText(ucum: string): string {
  return entryOf(UNIT_TEXT, ucum) ?? ucum.replace(/\{([^}]*)\}/g, '$1');
}

/**
 * A number as it stands on screen, in the report and in exports: decimal point, no grouping, ASCII minus, no minus zero.
 * Lengths, angles and HU one decimal; areas one decimal below 100 and none from there; single HU values that are whole
 * none; SUV two.
 */
export function formatNumber(value: number, unit: string, places = decimals(value, unit)): string {
  if (!Number.isFinite(value)) return 'no value';
  const text = value.toFixed(places);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** "12.3 mm", "45.0°", "40.0 HU". */
export function formatValue({ name, value, unit }: MeasuredValue): string {
  const whole = isPixelValue(name) && Number.isInteger(value);
  const number = whole ? formatNumber(value, unit, 0) : formatNumber(value, unit);
  const text = unitText(unit);
  if (text === '') return number;
  return text === '°' ? `${number}°` : `${number} ${text}`;
}

/** Text beside a drawing: a line a value, then the ground of the values, then each warning. */
export function resultLines(result: MeasureResult): string[] {
  const lines = result.values.map((value) => `${value.name} ${formatValue(value)}`);
  const basis = result.basis === '' ? [] : [`(${result.basis})`];
  return [...lines, ...basis, ...result.warnings.map((warning) => `! ${warning}`)];
}

/** Values that are one pixel's, so that an integer is exact and needs no decimal. */
function isPixelValue(name: string): boolean {
  return name === 'value' || name === 'minimum' || name === 'maximum' || name === 'median';
}

function decimals(value: number, unit: string): number {
  if (AREA_UNITS.includes(unit) && Math.abs(value) >= WHOLE_AREA) return 0;
  const fixed = entryOf(DECIMALS, unit);
  if (fixed !== undefined) return fixed;
  if (Number.isInteger(value)) return 0;
  const digits = Math.floor(Math.log10(Math.abs(value)));
  return Math.min(Math.max(2 - digits, 0), 6);
}
