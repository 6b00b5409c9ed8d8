/** Width of one line of text, CSS pixels. */
export type Measure = (text: string) => number;

export interface Wrapped {
  readonly lines: number;
  /** Words that are wider than the line and had to be broken. */
  readonly broken: number;
}

/**
 * How a text stands in a box of this width: it breaks at spaces and behind hyphens, as the browser does, and elsewhere only
 * where what is left is wider than a line.
 */
export function wrapText(text: string, width: number, measure: Measure): Wrapped {
  let lines = 0;
  let broken = 0;
  let used = 0;
  for (const word of text.split(' ').filter((one) => one !== '')) {
    let before = used === 0 ? 0 : measure(' ');
    for (const piece of piecesOf(word)) {
      const own = measure(piece);
      if (lines > 0 && used + before + own <= width) {
        used += before + own;
      } else {
        const rows = Math.max(1, Math.ceil(own / Math.max(1, width)));
        lines += rows;
        if (rows > 1) broken += 1;
        used = own - (rows - 1) * width;
      }
      before = 0;
    }
  }
  return { lines, broken };
}

/** "A-1-2" to "A-", "1-", "2": the browser may break behind each. */
function piecesOf(word: string): readonly string[] {
  return word.split(/(?<=-)/);
}

/** Of what stands over pictures; percent and degree signs follow their number without a space. */
const UNIT = String.raw`(?:mm|cm|µm|min|ms|m|s|HU|SUV|kV|mAs|mA|MHz|Hz|fps|px|g|ml|kg|Bq)`;
/** A number with its sign, its unit and a short name before it: "C 40", "pos -12.5 mm", "b 800 s/mm²", "2023-01-01". */
const NUMBER = String.raw`(?:\p{L}{1,5} )?[+−-]?\d[\d.,:/×-]*(?:[%°]| ${UNIT}(?:\/${UNIT})?[²³]?)?`;
/** A word of its own: what it touches, it never leaves. */
const VALUE = new RegExp(String.raw`(?<![^\s(])(${NUMBER})(?![^\s),;])`, 'u');

export interface ValuePart {
  readonly text: string;
  /** No line may break within it. */
  readonly isValue: boolean;
}

/** A text as its values and what stands between them; together they are the text. */
export function valueParts(text: string): readonly ValuePart[] {
  return text
    .split(VALUE)
    .map((part, place) => ({ text: part, isValue: place % 2 === 1 }))
    .filter((part) => part.text !== '');
}

/** The text with spaces and hyphens within its values that do not break: for `wrapText`. */
export function heldTogether(text: string): string {
  return valueParts(text)
    .map((part) => (part.isValue ? part.text.replaceAll(' ', '\u00a0').replaceAll('-', '\u2011') : part.text))
    .join('');
}

/** One part of a line of facts. Rank 0 stays whatever the room; of the others the highest rank goes first. */
export interface Part {
  readonly key: string;
  /** CSS pixels. */
  readonly width: number;
  readonly rank: number;
}

export interface FlowRoom {
  readonly width: number;
  readonly lines: number;
  /** Between two parts of a line. */
  readonly gap: number;
}

/** Keys of the parts that stay when they flow over so many lines. The last of the highest rank goes first. */
export function fitParts(parts: readonly Part[], room: FlowRoom): ReadonlySet<string> {
  let kept = parts;
  while (flowLines(kept, room) > room.lines) {
    const least = Math.max(...kept.map(({ rank }) => rank));
    if (least <= 0) break;
    const place = kept.findLastIndex(({ rank }) => rank === least);
    kept = kept.filter((_, at) => at !== place);
  }
  return new Set(kept.map(({ key }) => key));
}

function flowLines(parts: readonly Part[], { width, gap }: FlowRoom): number {
  let lines = 0;
  let used = Infinity;
  for (const part of parts) {
    if (used + gap + part.width <= width) {
      used += gap + part.width;
      continue;
    }
    const rows = Math.max(1, Math.ceil(part.width / Math.max(1, width)));
    lines += rows;
    // A part that fills several lines leaves the rest of its last one free for nobody: it is a box of its own.
    used = rows > 1 ? Infinity : part.width;
  }
  return lines;
}

/** More than any name, id or description that DICOM allows (PS3.5 6.2: 64 characters, three times in a name). */
const MOST_CHARACTERS = 256;

/** The text, or its beginning with an ellipsis: one of ten thousand letters must not push the pictures away. */
export function bounded(text: string): string {
  const characters = [...text];
  return characters.length <= MOST_CHARACTERS ? text : `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
}
