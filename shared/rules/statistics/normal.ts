/** Two-sided levels for which figures are shown. */
export type Level = 0.95 | 0.998;

/** Quantile of the standard normal distribution at 1 - (1 - level) / 2. */
export function zOf(level: Level): number {
  return level === 0.95 ? 1.959963984540054 : 3.090232306167813;
}

/** Probability that a standard normal value lies further from 0 than z does, on both sides together. */
export function twoSided(z: number): number {
  const x = Math.abs(z);
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  return Math.min(1, 2 * (x < 3 ? 0.5 - density * series(x) : density * fraction(x)));
}

/** x + x³/3 + x⁵/(3·5) + … */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 3; term > sum * 1e-17; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return sum;
}

/** 1/(x + 1/(x + 2/(x + 3/(x + …, from its far end. */
function fraction(x: number): number {
  let value = x;
  for (let n = 120; n >= 1; n -= 1) value = x + n / value;
  return 1 / value;
}
