/** The list with one of its cases a place further up (-1) or down (1); the same list where it stands at that end. */
export function movedCase<T>(cases: readonly T[], place: number, by: -1 | 1): readonly T[] {
  const one = cases[place];
  const other = cases[place + by];
  if (one === undefined || other === undefined) return cases;
  return cases.map((each, at) => (at === place ? other : at === place + by ? one : each));
}
