/** Time on the glass: from and to, ms since 1970, whole. */
export type Span = readonly [from: number, to: number];

/** Spans that overlap or touch are one; empty ones go; in rising order. */
export function joinSpans(spans: readonly Span[]): [number, number][] {
  const joined: [number, number][] = [];
  for (const [from, to] of spans.filter((one) => one[1] > one[0]).toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** ms; what two spans have in common counts once. */
export function spanTime(spans: readonly Span[]): number {
  return joinSpans(spans).reduce((sum, [from, to]) => sum + to - from, 0);
}

/** What of `more` was not in `known` yet, ms: two windows that show a picture at the same moment show it once. */
export function newTime(known: readonly Span[], more: readonly Span[]): number {
  return spanTime([...known, ...more]) - spanTime(known);
}

/** The latest so many of them, joined: what comes from another window, or a second time, is about these. */
export function latestSpans(spans: readonly Span[], most: number): [number, number][] {
  return joinSpans(spans).slice(-most);
}
