import type { EdgeLetters } from '../orientation.ts';

export interface PlacedView {
  readonly rotation: 0 | 90 | 180 | 270;
  readonly flip: boolean;
  /** The letters of the geometry picture (axial, feet first into the page) as it then stands, worked out by hand. */
  readonly letters: EdgeLetters;
}

const letters = (text: string): EdgeLetters => {
  const [left = '', right = '', top = '', bottom = ''] = text;
  return { left, right, top, bottom };
};

/** All eight ways a picture can lie: mirrored first, then turned clockwise. Left, right, top, bottom. */
export const PLACED_VIEWS: readonly PlacedView[] = [
  { rotation: 0, flip: false, letters: letters('RLAP') },
  { rotation: 90, flip: false, letters: letters('PARL') },
  { rotation: 180, flip: false, letters: letters('LRPA') },
  { rotation: 270, flip: false, letters: letters('APLR') },
  { rotation: 0, flip: true, letters: letters('LRAP') },
  { rotation: 90, flip: true, letters: letters('PALR') },
  { rotation: 180, flip: true, letters: letters('RLPA') },
  { rotation: 270, flip: true, letters: letters('APRL') },
];

/** What was read from the glass, device pixels; null: there was nothing so bright. */
export interface Spot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Whether the mark of the geometry picture, which lies towards the patient's right and front, stands where the letters say.
 * @param mark what is as bright as the mark @param size of the glass
 */
export function isWhereLettersSay(
  said: EdgeLetters,
  mark: Spot | null,
  size: { readonly width: number; readonly height: number },
): boolean {
  if (mark === null) return false;
  const isLeft = (mark.left + mark.right) / 2 < size.width / 2;
  const isTop = (mark.top + mark.bottom) / 2 < size.height / 2;
  const here = [isLeft ? said.left : said.right, isTop ? said.top : said.bottom];
  return here.includes('R') && here.includes('A');
}

/** Whether what is round in mm is round on the glass. @param scale device pixels for a mm */
export function isRound(spot: Spot | null, diameterMm: number, scale: number): boolean {
  if (spot === null) return false;
  const [across, down] = [spot.right - spot.left + 1, spot.bottom - spot.top + 1];
  // An edge lies within a pixel of the picture, whose longer side is one mm, and one of the glass.
  const within = 2 * scale + 2;
  return Math.abs(across - diameterMm * scale) <= within && Math.abs(down - diameterMm * scale) <= within;
}
