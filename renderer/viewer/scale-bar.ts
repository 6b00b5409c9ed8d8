import type { RowColumn } from '../../shared/model/image.ts';
import { pixelShape } from './placement.ts';

export interface ScaleBar {
  readonly cssPixels: number;
  readonly label: string;
}

/**
 * A bar of a round length that fits into `room` CSS pixels.
 * @param mmPerColumn length of one image column
 * @param zoom device pixels for one image pixel along its shorter side
 */
export function scaleBar(
  mmPerColumn: number,
  shape: RowColumn,
  zoom: number,
  pixelRatio: number,
  room: number,
): ScaleBar | null {
  const mmPerCss = (mmPerColumn / (zoom * pixelShape(shape).x)) * pixelRatio;
  const limit = mmPerCss * room;
  if (!(limit > 0) || !Number.isFinite(limit)) return null;
  const power = 10 ** Math.floor(Math.log10(limit));
  const step = [5, 2, 1].find((factor) => factor * power <= limit) ?? 1;
  const length = step * power;
  const label = length >= 10 ? `${length / 10} cm` : `${Number(length.toPrecision(2))} mm`;
  return { cssPixels: length / mmPerCss, label };
}
