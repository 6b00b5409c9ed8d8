/** A source as it stands now. */
export interface SourceNow {
  readonly reachable: boolean;
  /** Its line is paid by the byte. */
  readonly metered: boolean;
  /** What may be counted on. */
  readonly bytesPerSecond: number;
}

/**
 * Sources of one study in the order in which it is fetched from them: those that answer, of them those that are not paid by the byte, of
 * them the faster. What nothing tells apart stays in the order in which it came.
 */
export function bestFirst<T extends SourceNow>(sources: readonly T[]): readonly T[] {
  return [...sources].sort(
    (a, b) =>
      Number(b.reachable) - Number(a.reachable) ||
      Number(a.metered) - Number(b.metered) ||
      b.bytesPerSecond - a.bytesPerSecond,
  );
}
