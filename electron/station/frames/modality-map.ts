import type { FrameInfo, ImageInfo, LookupTable } from '../../../shared/model/image.ts';

/**
 * Stored value to modality value: the modality lookup table, or the rescale of that frame (Part 3 C.11.1). Values beyond the
 * table take its first and last entry.
 */
export function modalityMap(image: ImageInfo, frame: number): (value: number) => number {
  if (image.modalityLut) return throughTable(image.modalityLut);
  const rescale = entry(image, frame)?.rescale;
  if (!rescale) return (value) => value;
  const { slope, intercept } = rescale;
  return (value) => value * slope + intercept;
}

/** Unit of modality values: HU for CT unless the rescale says otherwise, the PET units, or what the rescale says. */
export function modalityUnit(image: ImageInfo): string | null {
  if (image.modalityLut) return null;
  const rescale = entry(image, 1)?.rescale;
  if (image.pet?.units) return image.pet.units;
  if (!rescale) return null;
  return rescale.type ?? (image.modality === 'CT' ? 'HU' : null);
}

function entry(image: ImageInfo, frame: number): FrameInfo | undefined {
  return image.perFrame.length === 1 ? image.perFrame[0] : image.perFrame[frame - 1];
}

function throughTable(table: LookupTable): (value: number) => number {
  const last = table.data.length - 1;
  return (value) => table.data[Math.min(last, Math.max(0, value - table.first))] ?? 0;
}
