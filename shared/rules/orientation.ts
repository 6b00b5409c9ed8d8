import type { Orientation, Vec3 } from '../model/image.ts';
import { columnDirection, isOrientation, rowDirection } from './geometry.ts';

/** `flip` mirrors left and right first, then the picture turns clockwise by `rotation` degrees. */
export type View = Readonly<{ rotation: 0 | 90 | 180 | 270; flip: boolean }>;
export type EdgeLetters = Readonly<{ left: string; right: string; top: string; bottom: string }>;
export type OrientationSource = Readonly<{
  orientation: Orientation | null;
  /** (0020,0020): where rows point, where columns point. */
  patientOrientation: readonly [string, string] | null;
}>;

/** A direction takes a letter when it leans towards it by more than about 11.5 degrees. */
const LETTER_THRESHOLD = 0.2;
const OPPOSITE: Readonly<Record<string, string>> = { L: 'R', R: 'L', P: 'A', A: 'P', H: 'F', F: 'H' };

/**
 * Letters at the four edges of the picture as shown, strongest direction first ("AL").
 * From the direction cosines, else from Patient Orientation; null when neither says: letters are never guessed.
 */
export function edgeLetters(source: OrientationSource, view: View): EdgeLetters | null {
  const stored = fromCosines(source.orientation) ?? fromLetters(source.patientOrientation);
  return stored && turned(view.flip ? { ...stored, left: stored.right, right: stored.left } : stored, view.rotation);
}

/** Letters of a direction in patient space, LPS; empty for a zero vector. */
export function directionLetters(direction: Vec3): string {
  const axes = [
    { size: direction[0], plus: 'L', minus: 'R' },
    { size: direction[1], plus: 'P', minus: 'A' },
    { size: direction[2], plus: 'H', minus: 'F' },
  ];
  return axes
    .filter((axis) => Math.abs(axis.size) > LETTER_THRESHOLD)
    .sort((a, b) => Math.abs(b.size) - Math.abs(a.size))
    .map((axis) => (axis.size > 0 ? axis.plus : axis.minus))
    .join('');
}

function fromCosines(orientation: Orientation | null): EdgeLetters | null {
  if (!orientation || !isOrientation(orientation)) return null;
  return edges(directionLetters(rowDirection(orientation)), directionLetters(columnDirection(orientation)));
}

function fromLetters(letters: readonly [string, string] | null): EdgeLetters | null {
  if (!letters) return null;
  const right = letters[0].trim().toUpperCase();
  const bottom = letters[1].trim().toUpperCase();
  if (!isDirection(right) || !isDirection(bottom)) return null;
  // Rows and columns stand at a right angle: their main directions cannot be the same or opposite.
  if (axisOf(right) === axisOf(bottom)) return null;
  return edges(right, bottom);
}

/** One to three letters, no axis twice. Letters for animals and limbs are not known here and give null. */
function isDirection(letters: string): boolean {
  if (!/^[LRPAHF]{1,3}$/.test(letters)) return false;
  return new Set([...letters].map(axisOf)).size === letters.length;
}

function axisOf(letters: string): number {
  return ['LR', 'PA', 'HF'].findIndex((axis) => axis.includes(letters.charAt(0)));
}

function edges(right: string, bottom: string): EdgeLetters {
  return { left: opposite(right), right, top: opposite(bottom), bottom };
}

function opposite(letters: string): string {
  return [...letters].map((letter) => OPPOSITE[letter] ?? '').join('');
}

function turned(letters: EdgeLetters, rotation: View['rotation']): EdgeLetters {
  let now = letters;
  for (let turn = 0; turn < rotation; turn += 90) {
    now = { top: now.left, right: now.top, bottom: now.right, left: now.bottom };
  }
  return now;
}
