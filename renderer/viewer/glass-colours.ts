import { frameInfo } from '../../shared/model/image.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { ColourMap } from '../../shared/rules/colour/colour-maps.ts';
import type { ValueScale } from '../../shared/rules/colour/overlay-colours.ts';
import { overlayScale } from '../../shared/volume/overlay-scale.ts';
import { frameGreys, resolveVoi } from './grey-chain.ts';
import type { DecodedFrame } from './pixel-data.ts';
import type { ViewState } from './view-state.ts';

/** Colours in place of the greys of a picture. */
export interface GlassColours {
  readonly map: ColourMap;
  /** From black to white of the window, in the unit; null where a curve has no such ends. */
  readonly scale: ValueScale | null;
  /** The largest value has the first colour. */
  readonly inverse: boolean;
  readonly quantity: string;
  /** UCUM. */
  readonly unit: string;
}

/** What the colours of a picture mean; null where it is shown in grey, or has colours of its own. */
export function glassColours(image: ImageInfo, frame: DecodedFrame, view: ViewState): GlassColours | null {
  const { colourMap: map = 'grey' } = view;
  const { header } = frame;
  if (map === 'grey' || header.samples !== 1) return null;
  const voi = resolveVoi(image, frame, view);
  const { factor, offset, quantity, unit } = overlayScale([
    { image, frame: header.frame, info: frameInfo(image, header.frame) },
  ]);
  const grey = frameGreys(image, frame, view);
  const ends = voi.kind === 'window' ? [voi.center - voi.width / 2, voi.center + voi.width / 2] : [];
  const [from, to] = ends.map((value) => value * factor + offset);
  return {
    ...{ map, quantity, unit, inverse: grey(header.min) > grey(header.max) },
    scale: from !== undefined && to !== undefined ? { low: Math.min(from, to), high: Math.max(from, to) } : null,
  };
}
