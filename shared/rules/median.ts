/**
 * Middle value of a list, the mean of the two in the middle for an even number; NaN for an empty list. Reorders the list: a full
 * sort of a large region would cost more than all other statistics together.
 */
export function medianOf(values: Float64Array): number {
  const count = values.length;
  if (count === 0) return NaN;
  const middle = count >> 1;
  const upper = nth(values, middle);
  if (count % 2 === 1) return upper;
  let lower = -Infinity;
  for (let i = 0; i < middle; i += 1) lower = Math.max(lower, values[i] ?? -Infinity);
  return lower + (upper - lower) / 2;
}

/** Hoare's selection: afterwards everything before `wanted` is not larger than what stands there. */
function nth(values: Float64Array, wanted: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] ?? NaN;
    let i = low;
    let j = high;
    while (i <= j) {
      while ((values[i] ?? NaN) < pivot) i += 1;
      while ((values[j] ?? NaN) > pivot) j -= 1;
      if (i <= j) {
        [values[i], values[j]] = [values[j] ?? NaN, values[i] ?? NaN];
        i += 1;
        j -= 1;
      }
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  return values[wanted] ?? NaN;
}
