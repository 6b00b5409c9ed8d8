import { frameInfo } from '../model/image.ts';
import type { ImageInfo } from '../model/image.ts';
import type { MeasuredValue, Point2 } from '../model/measurement.ts';
import { physical } from './drawing-scale.ts';
import { degreesBetween, distanceToLine, step, three } from './measure-lines.ts';
import type { ValuesAndWarnings } from './measure-length.ts';
import { at } from './measure-points.ts';
import { edgeLetters } from './orientation.ts';
import type { Spacing } from './pixel-size.ts';

export const SIDE_UNKNOWN = 'the side of the leg is not known: varus or valgus is not said';
/** Nearer to a straight leg than this, neither word is right. Degrees. */
const STRAIGHT = 0.05;

/**
 * Width of the heart over the inner width of the thorax. The heart counts along the line of the thorax, so that a tilted picture
 * gives the same ratio, and its two borders need not lie at one height.
 */
export function measureCardiothoracic(points: readonly Point2[], spacing: Spacing): MeasuredValue[] {
  const real = physical(points, spacing);
  const heart = step(at(real, 0), at(real, 1));
  const thorax = step(at(real, 2), at(real, 3));
  const width = Math.hypot(thorax[0], thorax[1]);
  const across = Math.abs(heart[0] * thorax[0] + heart[1] * thorax[1]) / width;
  return [
    { name: 'cardiothoracic ratio', value: across / width, unit: '1' },
    { name: 'heart width', value: across, unit: spacing.unit },
    { name: 'thorax width', value: width, unit: spacing.unit },
  ];
}

/**
 * Hip–knee–ankle angle on the centres of the three joints, 0 to 180 degrees, how far that is from straight, and the distance of the
 * knee from the line hip–ankle (mechanical axis deviation). Varus and valgus are said only where the object gives the side of the
 * leg and which way the patient's left lies.
 */
export function measureLegAxis(
  points: readonly Point2[],
  spacing: Spacing,
  image: ImageInfo,
  frame: number,
): ValuesAndWarnings {
  const [hip, knee, ankle] = three(physical(points, spacing));
  const angle = degreesBetween(step(knee, hip), step(knee, ankle));
  const bend = 180 - angle;
  const lateral = lateralSign(image, frame);
  const word = bend < STRAIGHT ? 'deviation' : bendWord(kneeSide(hip, knee, ankle), lateral);
  return {
    values: [
      { name: 'hip-knee-ankle angle', value: angle, unit: 'deg' },
      { name: word, value: bend, unit: 'deg' },
      { name: 'mechanical axis deviation', value: distanceToLine(knee, hip, ankle), unit: spacing.unit },
    ],
    warnings: lateral === 0 ? [SIDE_UNKNOWN] : [],
  };
}

/** A knee that stands out to the side of the body is varus. */
function bendWord(side: number, lateral: number): string {
  if (lateral === 0 || side === 0) return 'deviation';
  return side === lateral ? 'varus' : 'valgus';
}

/** Which way the knee stands off the line hip–ankle: 1 to the right of the picture, -1 to the left, 0 on it. */
function kneeSide(hip: Point2, knee: Point2, ankle: Point2): number {
  const along = step(hip, ankle);
  const offset = step(hip, knee);
  const share = (along[0] * offset[0] + along[1] * offset[1]) / (along[0] ** 2 + along[1] ** 2);
  return Math.sign(offset[0] - share * along[0]);
}

/** Which way the outside of the leg lies in the stored picture: 1 right, -1 left, 0 where nobody said. */
function lateralSign(image: ImageInfo, frame: number): number {
  const { orientation } = frameInfo(image, frame);
  const letters = edgeLetters(
    { orientation, patientOrientation: image.patientOrientation },
    { rotation: 0, flip: false },
  );
  const right = letters?.right.charAt(0);
  const leg = image.laterality;
  if ((leg !== 'L' && leg !== 'R') || (right !== 'L' && right !== 'R')) return 0;
  return leg === right ? 1 : -1;
}
