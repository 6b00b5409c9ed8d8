import {
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
  transferSyntaxes,
} from '../../../../shared/dicom/transfer-syntax.ts';
import type { Wanted } from './process/open-association.ts';
import { LIMITS } from './wire/limits.ts';

/** As stored, likeliest first. A context each, so that the peer need not choose: every object finds its own. */
const LIKELY: readonly string[] = [
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
  ...['.4.70', '.4.90', '.4.50', '.4.80', '.5', '.4.91', '.4.57', '.4.51', '.4.81', '.4.201', '.4.202', '.4.203'].map(
    (end) => `1.2.840.10008.1.2${end}`,
  ),
];
const REST: readonly string[] = [
  ...transferSyntaxes.map(({ uid }) => uid).filter((uid) => !LIKELY.includes(uid) && uid !== EXPLICIT_BIG),
  EXPLICIT_BIG,
];
const ALL: readonly string[] = [...LIKELY, ...REST];
const PLAIN: readonly string[] = [EXPLICIT_LITTLE, IMPLICIT_LITTLE];

/**
 * Presentation contexts under which a peer may send objects of some classes, at most as many as there is room for. Few
 * classes: one context for each transfer syntax, which keeps every object as it is stored. Many: plain ones, then all
 * compressed ones in one context, then plain ones alone.
 */
export function storageContexts(classes: readonly string[], taken: number): readonly Wanted[] {
  const room = LIMITS.contexts - taken;
  const some = classes.slice(0, room);
  const each = Math.floor(room / Math.max(1, some.length));
  return some.flatMap((abstractSyntax) => contextsOf(abstractSyntax, each));
}

function contextsOf(abstractSyntax: string, each: number): readonly Wanted[] {
  const one = (...syntaxes: readonly string[]): Wanted => ({ abstractSyntax, transferSyntaxes: syntaxes });
  if (each >= ALL.length) return ALL.map((syntax) => one(syntax));
  if (each === 1) return [one(...PLAIN, ...ALL.filter((syntax) => !PLAIN.includes(syntax)))];
  const own = ALL.slice(0, each - 1);
  return [...own.map((syntax) => one(syntax)), one(...ALL.slice(each - 1))];
}
