import type { ImageInfo } from '../model/image.ts';

/** How a picture came to be, as far as the length of a pixel is concerned. */
export type ImageKind = 'cross-section' | 'projection' | 'ultrasound' | 'secondary-capture' | 'other';

const STORAGE = '1.2.840.10008.5.1.4.1.1.';
/** Storage class endings (Part 4 annex B): the class says more than the modality, which secondary captures borrow. */
const KIND_OF_CLASS: ReadonlyMap<string, ImageKind> = new Map<string, ImageKind>([
  ...kinds('cross-section', [
    ...['2', '2.1', '2.2', '4', '4.1', '4.3', '4.4', '20', '128', '128.1', '130', '30', '66.4', '481.2'],
    // X-ray 3D and breast tomosynthesis: reconstructed planes.
    ...['13.1.1', '13.1.2', '13.1.3'],
  ]),
  ...kinds('projection', [
    ...['1', '1.1', '1.1.1', '1.2', '1.2.1', '1.3', '1.3.1', '12.1', '12.1.1', '12.2', '12.2.1', '12.3'],
    ...['13.1.4', '13.1.5', '481.1'],
  ]),
  ...kinds('ultrasound', ['3', '3.1', '6', '6.1', '6.2']),
  ...kinds('secondary-capture', ['7', '7.1', '7.2', '7.3', '7.4']),
]);
const KIND_OF_MODALITY: ReadonlyMap<string, ImageKind> = new Map<string, ImageKind>([
  ...['CT', 'MR', 'PT', 'NM'].map((name) => [name, 'cross-section'] as const),
  ...['CR', 'DX', 'MG', 'IO', 'PX', 'XA', 'RF', 'RG', 'DR', 'XC'].map((name) => [name, 'projection'] as const),
  ...['US', 'IVUS'].map((name) => [name, 'ultrasound'] as const),
]);

/** Kind by storage class; by modality only where the class is unknown. */
export function imageKind(image: ImageInfo): ImageKind {
  const ending = image.sopClass?.startsWith(STORAGE) ? image.sopClass.slice(STORAGE.length) : null;
  const byClass = ending === null ? undefined : KIND_OF_CLASS.get(ending);
  return byClass ?? KIND_OF_MODALITY.get(image.modality?.trim().toUpperCase() ?? '') ?? 'other';
}

function kinds(kind: ImageKind, endings: readonly string[]): (readonly [string, ImageKind])[] {
  return endings.map((ending) => [ending, kind] as const);
}
