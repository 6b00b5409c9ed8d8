import type { MeasuredValue, Measurement } from '../model/measurement.ts';

/** UCUM to what a reader sees. */
const SHOWN_UNITS: Readonly<Record<string, string>> = {
  mm2: 'mm²',
  cm2: 'cm²',
  mm3: 'mm³',
  deg: '°',
  "[hnsf'U]": 'HU',
  '{SUVbw}g/ml': 'SUVbw',
  px2: 'px²',
};

export function shownUnit(ucum: string): string {
  return SHOWN_UNITS[ucum] ?? ucum;
}

/** One value as words: "12.3 mm". One decimal, two below 1, none from 1000 on. */
export function valueWords(value: MeasuredValue): string {
  const size = Math.abs(value.value);
  const digits = size >= 1000 ? 0 : size >= 1 || size === 0 ? 1 : 2;
  const unit = shownUnit(value.unit);
  const number = value.value.toFixed(digits);
  if (unit === '') return number;
  return unit === '°' ? `${number}°` : `${number} ${unit}`;
}

/**
 * What a measurement says in the text of a report: "12.3 mm", "24.1 × 13.0 mm" for two axes, "mean 42.0 HU, area 99.0 mm²".
 * The basis follows in brackets where a length is not a plain calibrated one ("at detector", "px", "estimated" …).
 */
export function measurementWords(measurement: Pick<Measurement, 'tool' | 'result' | 'text'>): string {
  const { values, basis } = measurement.result;
  const note = basis === '' || basis === 'mm' || basis === 'px' ? '' : ` (${basis})`;
  if (values.length === 0) return measurement.text;
  const [first, second] = values;
  if (measurement.tool === 'bidirectional' && first && second && first.unit === second.unit) {
    const one = valueWords(first).replace(/ ?[^\d.]*$/u, '');
    return `${one} × ${valueWords(second)}${note}`;
  }
  if (values.length === 1 && first) return `${valueWords(first)}${note}`;
  return `${values.map((value) => `${value.name} ${valueWords(value)}`).join(', ')}${note}`;
}
