/** Byte counts at which a line is cut: none, one, the marks and what lies around them, the last but one, the last; and evenly between. */
export function cutPoints(total: number, marks: readonly number[], between: number): readonly number[] {
  const even = Array.from({ length: between }, (_, at) => Math.round(((at + 1) * total) / (between + 1)));
  const all = [0, 1, ...marks.flatMap((mark) => [mark - 1, mark + 1]), ...even, total - 1, total];
  return [...new Set(all)].filter((point) => point >= 0 && point <= total).sort((a, b) => a - b);
}

/** Where a text stands in what passed. */
export function placesOf(text: string, bytes: Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) found.push(at);
  return found;
}
