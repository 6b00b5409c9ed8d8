import type { MaskItem, XrayRun } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';

const KINDS = ['XA', 'RF', 'XRF'];
/** Items and numbers that are read; a run has a few. */
const MOST_ITEMS = 256;
const MOST_FRAMES = 4096;

/** What the subtraction of a run of X-ray frames stands on (Part 3 C.7.6.10, C.8.7.1); null for anything else, and where nothing is said. */
export function xrayRun(attributes: Attributes, frames: number): XrayRun | null {
  if (frames < 2 || !KINDS.includes(attributes.text('modality') ?? '')) return null;
  const shifts = frameShifts(attributes, frames);
  const masks = maskItems(attributes).map(({ id, item }) => withShifts(item, id === null ? undefined : shifts.get(id)));
  const intensity = attributes.text('pixelIntensity');
  const recommended = attributes.text('recommendedViewing');
  return masks.length === 0 && intensity === null && recommended === null ? null : { masks, intensity, recommended };
}

interface NumberedItem {
  /** (0028,9416), by which frames name it; null: they cannot. */
  readonly id: number | null;
  readonly item: MaskItem;
}

/** Of an image, or of a presentation state. */
export function maskItems(attributes: Attributes): readonly NumberedItem[] {
  return attributes
    .items('maskSubtraction', MOST_ITEMS)
    .map((one) => ({ id: one.integer('subtractionItem'), item: maskItem(one) }));
}

/** How far the mask is moved for single frames (C.7.6.16.2.14), by the item that they name; a shared group speaks of every frame. */
function frameShifts(
  attributes: Attributes,
  frames: number,
): ReadonlyMap<number, NonNullable<MaskItem['frameShifts']>> {
  const shifts = new Map<number, NonNullable<MaskItem['frameShifts']>>();
  const shared = attributes.item('sharedGroups')?.items('framePixelShift', MOST_ITEMS) ?? [];
  const each = attributes.items('perFrameGroups', MOST_FRAMES);
  for (let frame = 1; frame <= Math.min(frames, MOST_FRAMES); frame += 1) {
    const own = each[frame - 1]?.items('framePixelShift', MOST_ITEMS) ?? [];
    for (const one of own.length > 0 ? own : shared) {
      const [id, [down, left]] = [one.integer('subtractionItem'), one.numbers('maskShift')];
      if (id === null || down === undefined || left === undefined) continue;
      const shift: [number, number] = [finite(down), finite(left)];
      shifts.set(id, [...(shifts.get(id) ?? []), { frame, shift }]);
    }
  }
  return shifts;
}

function withShifts(item: MaskItem, own: MaskItem['frameShifts']): MaskItem {
  return own === undefined ? item : { ...item, frameShifts: own };
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
