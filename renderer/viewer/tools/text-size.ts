/** Of the text beside drawings, CSS pixels. */
export const TEXT_SIZE = 12;
/** Between the text and the rim of its plate. */
export const TEXT_MARGIN = 3;
/** Cornerstone sets lines this far apart. */
const LINE = 1.2;

/** Room that lines of text need with their plate, CSS pixels. Inter's mean advance is a little above half its size. */
export function textSize(lines: readonly string[]): { readonly width: number; readonly height: number } {
  const longest = Math.max(0, ...lines.map((line) => line.length));
  return {
    width: Math.ceil(longest * TEXT_SIZE * 0.56) + 2 * TEXT_MARGIN,
    height: Math.ceil(lines.length * TEXT_SIZE * LINE) + 2 * TEXT_MARGIN,
  };
}
