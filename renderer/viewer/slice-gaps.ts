/** A step this many times the usual one means that slices are missing between. */
const GAP = 1.6;

/**
 * Places in a stack after which slices are missing (fault F51).
 * @param positions along the normal in mm, in the order shown; null where a slice has none
 */
export function findGaps(positions: readonly (number | null)[]): readonly number[] {
  const steps = positions.slice(1).map((position, i) => {
    const before = positions[i] ?? null;
    return position === null || before === null ? null : Math.abs(position - before);
  });
  const known = steps.filter((step): step is number => step !== null && step > 1e-3).sort((a, b) => a - b);
  const usual = known[Math.floor(known.length / 2)];
  if (usual === undefined || known.length < 3) return [];
  return steps.flatMap((step, i) => (step !== null && step > usual * GAP ? [i] : []));
}
