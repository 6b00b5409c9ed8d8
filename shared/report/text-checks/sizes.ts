import type { Span } from '../language/sentences.ts';

/** A length in a text, in millimetres; offsets within the text. */
export interface Size extends Span {
  readonly mm: number;
  readonly number: string;
  readonly unit: string;
}

const FACTORS: Readonly<Record<string, number>> = {
  mm: 1,
  millimeter: 1,
  millimetre: 1,
  cm: 10,
  centimeter: 10,
  centimetre: 10,
  m: 1000,
  meter: 1000,
  metre: 1000,
};
const SIZE =
  /(?<![\d.,/-])(\d+(?:[.,]\d+)?)((?:\s*[x×]\s*\d+(?:[.,]\d+)?){0,2})\s*-?\s*(mm|cm|m|(?:milli|centi)?met(?:er|re)s?)\b(?!\s*\/|\d)/gi;

/** Lengths with a unit; of "12 x 9 mm" each number. */
export function sizesOf(text: string): Size[] {
  return [...text.matchAll(SIZE)].flatMap((found) => {
    const unit = (found[3] ?? '').toLowerCase().replace(/(?<=er|re)s$/, '');
    const factor = FACTORS[unit] ?? 1;
    const numbers = [found[1] ?? '', ...(found[2] ?? '').split(/[x×]/).slice(1)].map((entry) => entry.trim());
    return numbers.map((number) => ({
      mm: Number(number.replace(',', '.')) * factor,
      number,
      unit,
      start: found.index,
      end: found.index + found[0].length,
    }));
  });
}
