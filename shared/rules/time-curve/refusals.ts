import { MOST_CURVE_FRAMES } from '../../model/time-curve.ts';
import type { CurveRefusal, TimeCurve } from '../../model/time-curve.ts';

const WORDS: Readonly<Record<CurveRefusal, string>> = {
  'no-values': 'the picture is in colour: its pixels have no values',
  'no-region': 'a curve needs a region or a probe',
  'on-reformat': 'it was drawn on a reformat: draw it on a picture of the series',
  'one-moment': 'there is no second point in time, and no second b-value, at this place',
  moved: 'the pictures do not lie pixel on pixel: the place moved between them, or their size differs',
  views: 'the pictures show other views, not the same one over time',
  'no-order': 'nothing in the header says which picture came first',
  'times-disagree': 'the times and the temporal positions contradict each other',
  'units-differ': 'the values are not in one unit throughout',
  'scale-differs': 'the pictures have other scales, and their values no unit that would make them one',
  'too-many': `there are more than ${MOST_CURVE_FRAMES} pictures at this place`,
  'b-several': 'several pictures have one b-value here: draw on the trace, or on one with the gradient that is meant',
  'no-numbers': 'no pixel of the region has a value on two pictures',
};

export type RefusedCurve = Extract<TimeCurve, { ok: false }>;

export function noCurve(code: CurveRefusal): RefusedCurve {
  return { ok: false, code, reason: WORDS[code] };
}
