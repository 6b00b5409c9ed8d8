import type { MeasuredValue, MeasureResult } from '../../../shared/model/measurement.ts';
import { AGATSTON } from '../../../shared/rules/calcium/score-result.ts';
import { formatValue, resultLines } from '../../../shared/rules/format.ts';

/**
 * The lines beside a drawing on the glass. Statistics of a region stand two to a line and leave out the perimeter and
 * the count of pixels, which the measurement list has: text must not cover what is measured.
 */
export function glassLines(ordinal: number | null, result: MeasureResult): readonly string[] {
  const label = ordinal === null ? '' : `M${ordinal}  `;
  const find = (name: string): MeasuredValue | undefined => result.values.find((value) => value.name === name);
  const score = find(AGATSTON);
  // From what it was worked out stands in the list: here it would cover the heart.
  if (score) return [`${label}${score.name} ${formatValue(score)} (all marks)`];
  const mean = find('mean');
  const area = find('area');
  if (!area || !mean) {
    const [first, ...rest] = resultLines(result);
    return first === undefined ? (ordinal === null ? [] : [label.trim()]) : [`${label}${first}`, ...rest];
  }
  const words = (value: MeasuredValue | undefined): string => (value ? formatValue(value) : 'no value');
  const median = find('median');
  const suv = result.values.filter((value) => value.name.startsWith('SUV') && /mean|max/.test(value.name));
  const notes = resultLines({ ...result, values: [] });
  return [
    `${label}area ${words(area)}`,
    `mean ${words(mean)}  SD ${words(find('standard deviation'))}`,
    [
      `min ${words(find('minimum'))}`,
      ...(median ? [`median ${formatValue(median)}`] : []),
      `max ${words(find('maximum'))}`,
    ].join('  '),
    ...suv.map((value) => `${value.name} ${formatValue(value)}`),
    ...notes,
  ];
}
