import type { MaskItem, XrayRun } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';

const KINDS = ['XA', 'RF', 'XRF'];
/** Items and numbers that are read; a run has a few. */
const MOST_ITEMS = 256;
const MOST_FRAMES = 4096;

/** What the subtraction of a run of X-ray frames stands on (Part 3 C.7.6.10, C.8.7.1); null for anything else, and where nothing is said. */
export function xrayRun(attributes: Attributes, frames: number): XrayRun | null {
  if (frames < 2 || !KINDS.includes(attributes.text('modality') ?? '')) return null;
  const masks = attributes.items('maskSubtraction', MOST_ITEMS).map(maskItem);
  const intensity = attributes.text('pixelIntensity');
  const recommended = attributes.text('recommendedViewing');
  return masks.length === 0 && intensity === null && recommended === null ? null : { masks, intensity, recommended };
}

function maskItem(item: Attributes): MaskItem {
  const numbers = item
    .numbers('applicableFrames')
    .slice(0, 2 * MOST_FRAMES)
    .filter(Number.isInteger);
  const ranges = Array.from({ length: Math.floor(numbers.length / 2) }, (_unused, at): [number, number] => [
    numbers[2 * at] ?? 0,
    numbers[2 * at + 1] ?? 0,
  ]);
  const [down, left] = item.numbers('maskShift');
  const average = item.integer('contrastAveraging') ?? 1;
  return {
    operation: item.text('maskOperation') ?? '',
    ranges,
    masks: item.numbers('maskFrames').slice(0, MOST_FRAMES).filter(Number.isInteger),
    average: average >= 1 && average <= MOST_FRAMES ? average : 1,
    shift: [finite(down), finite(left)],
    // Empty means one (0028,6120).
    offset: item.integer('tidOffset') ?? 1,
  };
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}
