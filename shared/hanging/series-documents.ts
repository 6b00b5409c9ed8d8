import type { ImageInfo } from '../model/image.ts';
import type { SeriesForReading } from '../model/study.ts';

/** What stands in a viewport in place of pictures: pages, text, or curves over time. */
export type DocumentKind = 'pdf' | 'text' | 'waveform';

const PDF = '1.2.840.10008.5.1.4.1.1.104.1';
/** Encapsulated CDA. */
const CDA = '1.2.840.10008.5.1.4.1.1.104.2';
/** ECG, haemodynamic, electrophysiology, audio … (Part 4, B.5). */
const WAVEFORM = '1.2.840.10008.5.1.4.1.1.9.';

/** How an object that has no picture is shown in a viewport; null: it is not. What its site took back is no document of the study. */
export function documentKind({
  sopClass,
  picture,
  rejected,
}: Pick<ImageInfo, 'sopClass' | 'picture' | 'rejected'>): DocumentKind | null {
  if (picture.shown || sopClass === null || rejected !== undefined) return null;
  if (sopClass === PDF) return 'pdf';
  if (sopClass === CDA) return 'text';
  return sopClass.startsWith(WAVEFORM) ? 'waveform' : null;
}

/** Documents of a series that has no picture, in display order; beside pictures they open as objects alone. */
export function documentsOf({ images }: Pick<SeriesForReading, 'images'>): readonly ImageInfo[] {
  if (images.some(({ picture }) => picture.shown)) return [];
  return images.filter((image) => documentKind(image) !== null);
}
