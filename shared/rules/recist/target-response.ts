import type { TargetResponse } from './lesions.ts';
import type { DiameterSum } from './sum-of-diameters.ts';

/** Rounding of the sums, not of the lesions: 0.7 × 100 must not depend on how a computer writes 0.7. */
const ROUNDING = 1e-9;
const LEAST_GROWTH_MM = 5;

/** Baseline sum, and the smallest sum so far with the baseline among them, mm. */
export type Reference = Readonly<{
  baseline: number;
  nadir: number;
  /** All targets were gone once: a mass seen again is progression, whatever its length; a node has to grow. */
  completeBefore: boolean;
}>;

export type TargetAnswer = Readonly<{ response: TargetResponse; reason: string }>;

/**
 * Response of the target lesions (rule 3.3). Progression is asked before partial response: −40 % from baseline is PD when
 * the nadir lies far enough below. A sum with lesions missing is a least value, so that it can prove PD and nothing else.
 */
export function targetResponse(sum: DiameterSum, reference: Reference): TargetAnswer {
  const growth = sum.mm - reference.nadir;
  const percent = reference.nadir > 0 ? ` (${signed((growth / reference.nadir) * 100, 1)} %)` : '';
  const fromNadir = `${signed(growth, 1)} mm${percent} from nadir ${mm(reference.nadir)}`;
  const grown = atLeast(sum.mm * 10, reference.nadir * 12) && atLeast(growth, LEAST_GROWTH_MM);
  if (grown) return { response: 'PD', reason: fromNadir };
  if (reference.completeBefore && sum.massSeen) {
    return { response: 'PD', reason: 'a target is there again after all of them were gone' };
  }
  if (sum.missing.length > 0) return { response: 'NE', reason: `${String(sum.missing.length)} not evaluated` };
  if (sum.allNormal) return { response: 'CR', reason: 'all lesions gone, all nodes under 10 mm' };
  const change = reference.baseline > 0 ? ((sum.mm - reference.baseline) / reference.baseline) * 100 : 0;
  const fromBaseline = `${signed(change, 1)} % from baseline ${mm(reference.baseline)}`;
  if (atLeast(reference.baseline * 7, sum.mm * 10)) return { response: 'PR', reason: fromBaseline };
  return { response: 'SD', reason: `${fromBaseline}; ${fromNadir}` };
}

function atLeast(a: number, b: number): boolean {
  return a >= b - ROUNDING * Math.max(1, Math.abs(b));
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return `${value < 0 ? '−' : '+'}${text}`;
}

function mm(value: number): string {
  return `${value.toFixed(1)} mm`;
}
