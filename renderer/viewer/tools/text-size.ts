import { heldTogether } from '../../ui/index.ts';

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

/** Between two values of a line. */
const BETWEEN = '  ';

/** The lines, those wider than the room broken between their values; within one they never break. */
export function fitLines(lines: readonly string[], width: number): readonly string[] {
  return lines.flatMap((line) =>
    textSize([line]).width <= width
      ? [line]
      : gather(line.split(BETWEEN), BETWEEN, width).flatMap((part) =>
          textSize([part]).width <= width ? [part] : gather(wordsOf(part), ' ', width),
        ),
  );
}

/** As many parts to a line as it holds. */
function gather(parts: readonly string[], between: string, width: number): readonly string[] {
  return parts.reduce<readonly string[]>((all, part) => {
    const last = all.at(-1);
    const longer = last === undefined ? part : `${last}${between}${part}`;
    return last !== undefined && textSize([longer]).width <= width ? [...all.slice(0, -1), longer] : [...all, part];
  }, []);
}

/** A value is one word, with the comma behind it. */
function wordsOf(text: string): readonly string[] {
  return heldTogether(text)
    .split(/ +/)
    .map((word) => word.replaceAll('\u00a0', ' ').replaceAll('\u2011', '-'));
}
