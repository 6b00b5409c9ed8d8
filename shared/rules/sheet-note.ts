import type { Vec3 } from '../model/image.ts';

/** A slice of a sheet that other systems cannot be pointed at: they know the sheet alone. */
export interface NamedSlice {
  readonly frame: number;
  readonly of: number;
  /** Middle of its first pixel, mm LPS. */
  readonly position: Vec3;
}

const WRITTEN = / ?\[on the sheet: slice [^\]]*\]$/;

/** A note with the slices that it is about, for who has but the sheet. */
export function withSlices(note: string, slices: readonly NamedSlice[]): string {
  if (slices.length === 0) return note;
  const words = slices.map(
    ({ frame, of, position }) =>
      `slice ${frame} of ${of} at ${position.map((value) => value.toFixed(1)).join(', ')} mm LPS`,
  );
  return `${note}${note === '' ? '' : ' '}[on the sheet: ${words.join('; ')}]`;
}

/** The note as its author wrote it. */
export function withoutSlices(note: string): string {
  return note.replace(WRITTEN, '');
}
