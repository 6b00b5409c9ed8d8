import type { CurveFinding, TimeCurve } from '../../model/time-curve.ts';
import { formatNumber, unitText } from '../format.ts';
import { groundText } from '../lossy.ts';
import { ADC_UNIT } from './b-findings.ts';

export type MeasuredCurve = Extract<TimeCurve, { ok: true }>;

/** Those that a report says where they are known, in this order. */
const IN_REPORT = ['baseline', 'peak', 'time to peak', 'enhancement', 'relative enhancement', 'wash-in slope'] as const;
const RATE = '/s';

/** "240.0 HU", "7.00 HU/s", "24.0 s"; the reason where there is no value. */
export function findingText({ value, unit, reason }: CurveFinding): string {
  return value === null ? `— ${reason ?? ''}`.trim() : curveText(value, unit);
}

/** A value of a curve with its unit. */
export function curveText(value: number, unit: string): string {
  const number = formatNumber(value, unit, unit === 's' || unit === '%' ? 1 : undefined);
  return `${number} ${curveUnit(unit)}`.trim();
}

export function curveUnit(unit: string): string {
  return unit.endsWith(RATE) && unit !== ADC_UNIT ? `${unitText(unit.slice(0, -RATE.length))}${RATE}` : unitText(unit);
}

/** "12.5 s" after the first picture, "b 800 s/mm²", or "picture 6" where the series has no times. `place` from 0. */
export function momentText({ points }: MeasuredCurve, place: number): string {
  const b = points[place]?.b;
  if (b !== undefined) return `b ${b} s/mm²`;
  const seconds = points[place]?.seconds ?? null;
  return seconds === null ? `picture ${place + 1}` : `${formatNumber(seconds, 's', 1)} s`;
}

/** One sentence for the text of a report: what was found, from how many pictures, by which times, and what is doubtful of it. */
export function curveSentence(curve: MeasuredCurve): string {
  if (curve.over === 'b') return bSentence(curve);
  const { points, clock, quantity, lossy } = curve;
  const said = IN_REPORT.flatMap((name) => {
    const found = curve.findings.find((one) => one.name === name);
    return found && found.value !== null ? [`${name} ${findingText(found)}`] : [];
  });
  const baseline = curve.findings.find(({ name }) => name === 'baseline');
  const grounds = [
    `${quantity} of the region on ${points.length} pictures`,
    clock === null ? 'no times in this series' : `over ${momentText(curve, points.length - 1)}`,
    ...(baseline ? [`baseline: ${baseline.how}`] : []),
    ...(lossy ? [`lossy ${groundText(lossy)}`] : []),
  ];
  return `over time: ${said.join(', ')} (${grounds.join('; ')}).`;
}

function bSentence({ findings, quantity, points, lossy }: MeasuredCurve): string {
  const adc = findings.find(({ name }) => name === 'ADC');
  const grounds = [
    `${quantity} of the region on ${points.length} pictures`,
    ...(adc ? [adc.how] : []),
    ...(lossy ? [`lossy ${groundText(lossy)}`] : []),
  ];
  return `over b-values: ${adc ? `ADC ${findingText(adc)}` : 'no ADC'} (${grounds.join('; ')}).`;
}
