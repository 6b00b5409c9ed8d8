/** One @font-face rule of our own style sheets. */
export interface FontFace {
  readonly css: string;
  /** What its file is called, in the folder of the sheet. */
  readonly file: string;
  /** First and last code point of each range. */
  readonly ranges: readonly (readonly [number, number])[];
}

/** The families that a report is printed in after Inter, in the order in which a character is looked for. */
export const OTHER_SCRIPTS = [
  ...['Arabic', 'Hebrew', 'Thai', 'Devanagari', 'Math', 'JP', 'SC', 'KR', 'Symbols', 'Symbols 2'].map(
    (script) => `"Noto Sans ${script}"`,
  ),
  '"Noto Emoji"',
].join(', ');

const RULE = /@font-face \{[^}]*\}/g;
const SOURCE = /url\('([a-z\d-]+\.woff2)'\)/;
const RANGE = /unicode-range:([^;]*);/;

/** @throws RangeError where a rule names no file or no range */
export function fontFaces(sheet: string): FontFace[] {
  return [...sheet.matchAll(RULE)].map(([css]) => {
    const file = SOURCE.exec(css)?.[1];
    const ranges = RANGE.exec(css)?.[1];
    if (file === undefined || ranges === undefined) throw new RangeError('a font without a file or a range');
    return { css, file, ranges: ranges.split(',').map((range) => readRange(range.trim())) };
  });
}

/** Those of `faces` that have a character of the text which none of `always` has. */
export function facesFor(faces: readonly FontFace[], always: readonly FontFace[], text: string): FontFace[] {
  const needed = [...new Set(text)]
    .flatMap((character) => character.codePointAt(0) ?? [])
    .filter((point) => !always.some((face) => has(face, point)));
  return faces.filter((face) => needed.some((point) => has(face, point)));
}

function has({ ranges }: FontFace, point: number): boolean {
  return ranges.some(([first, last]) => point >= first && point <= last);
}

function readRange(range: string): readonly [number, number] {
  const found = /^U\+([\dA-F]{1,6})(?:-([\dA-F]{1,6}))?$/.exec(range);
  if (found?.[1] === undefined) throw new RangeError('a range of characters is written as U+0-FF');
  return [parseInt(found[1], 16), parseInt(found[2] ?? found[1], 16)];
}
