/** Up to four significant figures, no trailing zeros: window values of any size. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1000 || Number.isInteger(value)) return value.toFixed(0);
  return String(Number(value.toPrecision(4)));
}
