import type { CalciumAnswer, CalciumVessel } from '../../model/grown.ts';
import type { MeasuredValue, MeasureResult } from '../../model/measurement.ts';

type Scored = Extract<CalciumAnswer, { ok: true }>;

/** A mark of the stack, as the reader knows it: "M3", "LAD". */
export interface NamedMark {
  readonly label: string;
  readonly vessel: CalciumVessel;
}

export const AGATSTON = 'Agatston score';
export const VOLUME_SCORE = 'calcium volume score';
export const MASS_SCORE = 'calcium mass score';
const NOTHING: MeasureResult = { values: [], basis: '', warnings: [] };

/** Says which vessel a value is of; the total names none. */
function vesselValue(name: string, vessel: CalciumVessel): string {
  return `${name} ${vessel}`;
}

/** Whether a measurement carries the score of all marks of its stack. */
export function hasScore({ values }: Pick<MeasureResult, 'values'>): boolean {
  return values.some(({ name }) => name === AGATSTON);
}

/**
 * The score of a stack as results of its marks: the first one carries the total and each vessel that has calcium, and says from which
 * marks and by what rule; the others carry nothing but what became of them. Without a score none carries a number.
 * @param marks in the order of the presses of the answer
 */
export function scoreResults(answer: CalciumAnswer, marks: readonly NamedMark[]): readonly MeasureResult[] {
  if (!answer.ok) return marks.map(() => NOTHING);
  return marks.map((_mark, place) => {
    const own = answer.presses[place] ?? null;
    const warnings = own === null ? [] : [own];
    if (place > 0) return { ...NOTHING, warnings };
    return {
      values: valuesOf(answer),
      basis: [`group ${answer.group}`, ...answer.basis, `from ${markWords(marks)}`].join('; '),
      warnings: [...warnings, ...answer.warnings],
    };
  });
}

function valuesOf({ total, vessels }: Scored): MeasuredValue[] {
  const found = vessels.filter(({ volumeMm3 }) => volumeMm3 > 0);
  return [
    { name: AGATSTON, value: total.agatston, unit: '1' },
    ...found.map(({ vessel, agatston }) => ({ name: vesselValue(AGATSTON, vessel), value: agatston, unit: '1' })),
    { name: VOLUME_SCORE, value: total.volumeMm3, unit: 'mm3' },
    ...(total.massMg === null ? [] : [{ name: MASS_SCORE, value: total.massMg, unit: 'mg' }]),
  ];
}

function markWords(marks: readonly NamedMark[]): string {
  return marks.map(({ label, vessel }) => `${label} ${vessel}`).join(', ');
}
