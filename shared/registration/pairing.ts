import type { LikenessKind } from './likeness.ts';

/** Modalities whose series show a body in three dimensions, by values that a search was tried on. */
const SEARCHED: readonly string[] = ['CT', 'MR', 'PT'];

/**
 * By what the series of one modality is looked for in that of another; null where that is not done. Hounsfield values mean the same in both:
 * they are compared. Values of a PET or an MR mean nothing by themselves: what the one tells of the other counts.
 */
export function likenessFor(fixed: string | null, moving: string | null): LikenessKind | null {
  if (fixed === null || moving === null || !SEARCHED.includes(fixed) || !SEARCHED.includes(moving)) return null;
  return fixed === 'CT' && moving === 'CT' ? 'correlation' : 'information';
}

/**
 * Which of several series the active one is registered with: one in another frame of reference, rather one of the same modality, which is
 * found more surely.
 */
export function registrationPartner<T extends { readonly space: string; readonly modality: string | null }>(
  own: T,
  others: readonly T[],
): T | null {
  const fitting = others.filter(
    ({ space, modality }) => space !== own.space && likenessFor(own.modality, modality) !== null,
  );
  return fitting.find(({ modality }) => modality === own.modality) ?? fitting[0] ?? null;
}
