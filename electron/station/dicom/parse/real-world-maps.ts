import type { RealWorldMap } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';

/** Maps of one frame; devices offer one or two. */
const MAX_MAPS = 8;

/** Real World Value Mapping items (0040,9096), Part 3 C.7.6.16.2.11; those without a range, a rule or a unit are left out. */
export function realWorldMaps(attributes: Attributes, signed: boolean): RealWorldMap[] {
  return attributes
    .items('realWorldMaps')
    .slice(0, MAX_MAPS)
    .flatMap((item) => realWorldMap(item, signed) ?? []);
}

/** Null without a range, a rule or a unit. */
export function realWorldMap(item: Attributes, signed: boolean): RealWorldMap | null {
  const first = item.number('realWorldDoubleFirst') ?? stored(item.number('realWorldFirst'), signed);
  const last = item.number('realWorldDoubleLast') ?? stored(item.number('realWorldLast'), signed);
  const unit = item.item('unitCode')?.text('codeValue') ?? null;
  if (first === null || last === null || last < first || unit === null) return null;
  const label = item.text('realWorldLabel') ?? item.text('lutExplanation');
  const slope = item.number('realWorldSlope');
  const intercept = item.number('realWorldIntercept');
  if (slope !== null && intercept !== null) return { first, last, slope, intercept, unit, label };
  const lut = item.numbers('realWorldLut');
  if (lut.length !== last - first + 1 || !lut.every(Number.isFinite)) return null;
  return { first, last, slope: 1, intercept: 0, lut: [...lut], unit, label };
}

/** (US or SS): in implicit files the sign is only known from the pixels. */
function stored(value: number | null, signed: boolean): number | null {
  return value !== null && signed && value > 0x7fff && value <= 0xffff ? value - 0x10000 : value;
}
