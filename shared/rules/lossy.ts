import type { ImageInfo, LossyFacts } from '../model/image.ts';
import type { LossyGround } from '../model/lossy.ts';

/**
 * How much of a picture was lost, by the least flattering word of it: the ratio in its header, of all steps before it came, or that
 * of the code streams as they lie here. A header may know of an earlier step that these bytes do not show, and may leave out the last.
 */
export function lossyGround({ ratio, storedRatio = null }: LossyFacts): LossyGround {
  if (ratio === null && storedRatio === null) return { ratio: null, from: null };
  if (ratio !== null && ratio >= (storedRatio ?? 0)) return { ratio, from: 'header' };
  return { ratio: storedRatio, from: 'stored' };
}

/** The worse of two: a ratio that nobody knows says least, and is not called better than one that is known. */
export function worseGround(a: LossyGround, b: LossyGround): LossyGround {
  return (b.ratio ?? 0) > (a.ratio ?? 0) ? b : a;
}

/** "13.9:1"; empty where nobody said. */
export function ratioText({ ratio }: LossyGround): string {
  return ratio === null ? '' : `${Math.round(ratio * 10) / 10}:1`;
}

const SOURCES = { header: 'by the header', stored: 'as stored here' } as const;

/** "13.9:1 by the header", "14.9:1 as stored here", "by an unknown ratio". */
export function groundText(ground: LossyGround): string {
  return ground.from === null ? 'by an unknown ratio' : `${ratioText(ground)} ${SOURCES[ground.from]}`;
}

/** Beside every number that was drawn on such a picture. */
export function lossyWarning(ground: LossyGround): string {
  return `lossy picture, ${groundText(ground)}: edges and values are not exact`;
}

/** On the glass: "LOSSY 13.9:1", and that it is our own reckoning where the header says less. */
export function lossyMark({ lossy }: Pick<ImageInfo, 'lossy'>): string | null {
  if (lossy === null) return null;
  const ground = lossyGround(lossy);
  return ['LOSSY', ratioText(ground), ground.from === 'stored' ? 'AS STORED' : '']
    .filter((part) => part !== '')
    .join(' ');
}
