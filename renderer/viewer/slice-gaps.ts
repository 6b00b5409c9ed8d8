/** A step this many times the usual one means that slices are missing between. */
const GAP = 1.6;

/**
 * Places in a stack after which slices are missing (fault F51).
 * A head is often scanned in thin slices below and thick ones above: a step that the slices themselves fill is no gap.
 * @param positions along the normal in mm, in the order shown; null where a slice has none
 * @param thicknesses of the same slices in mm, null where nobody said
 */
export function findGaps(
  positions: readonly (number | null)[],
  thicknesses: readonly (number | null)[] = [],
): readonly number[] {
  const steps = positions.slice(1).map((position, i) => {
    const before = positions[i] ?? null;
    return position === null || before === null ? null : Math.abs(position - before);
  });
  const known = steps.filter((step): step is number => step !== null && step > 1e-3).sort((a, b) => a - b);
  const usual = known[Math.floor(known.length / 2)];
  if (usual === undefined || known.length < 3) return [];
  const filled = (i: number): number => ((thicknesses[i] ?? 0) + (thicknesses[i + 1] ?? 0)) / 2;
  return steps.flatMap((step, i) => (step !== null && step > Math.max(usual, filled(i)) * GAP ? [i] : []));
}
