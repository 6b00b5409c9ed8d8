import { twoSided, zOf } from './normal.ts';

export type KappaWeights = 'none' | 'linear' | 'quadratic';

export interface Kappa {
  readonly kappa: number;
  /** For the interval: of the value itself. */
  readonly standardError: number;
  /** 95 %, cut at -1 and 1. */
  readonly low: number;
  readonly high: number;
  /** Where there is no agreement beyond chance, for the test of it. */
  readonly nullError: number;
  readonly p: number;
  readonly cases: number;
}

/**
 * Agreement of two readers beyond chance, weighted by how far apart two categories are (Cohen 1968), with the standard errors of Fleiss,
 * Cohen and Everitt (Psychological Bulletin 1969; 72: 323). Null where it is not defined: no case, or everybody always said the same.
 * @param table square; rows are the first reader's categories in their order, columns the second's
 */
export function kappa(table: readonly (readonly number[])[], weights: KappaWeights): Kappa | null {
  const size = table.length;
  if (size < 2 || table.some((row) => row.length !== size || row.some((n) => !Number.isInteger(n) || n < 0))) {
    throw new RangeError('a square table of counts');
  }
  const cases = table.flat().reduce((sum, n) => sum + n, 0);
  if (cases === 0) return null;
  const shares = table.map((row) => row.map((n) => n / cases));
  const rows = shares.map((row) => row.reduce((sum, p) => sum + p, 0));
  const columns = rows.map((_, j) => shares.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  const weight = (i: number, j: number): number => weightOf(weights, i, j, size);
  const sum = (value: (i: number, j: number) => number): number =>
    rows.reduce((all, _, i) => all + columns.reduce((line, _2, j) => line + value(i, j), 0), 0);
  const chance = (i: number, j: number): number => (rows[i] ?? 0) * (columns[j] ?? 0);
  const observed = sum((i, j) => weight(i, j) * (shares[i]?.[j] ?? 0));
  const expected = sum((i, j) => weight(i, j) * chance(i, j));
  if (1 - expected < 1e-12) return null;
  const value = (observed - expected) / (1 - expected);
  const rowMean = rows.map((_, i) => columns.reduce((all, p, j) => all + p * weight(i, j), 0));
  const columnMean = columns.map((_, j) => rows.reduce((all, p, i) => all + p * weight(i, j), 0));
  const means = (i: number, j: number): number => (rowMean[i] ?? 0) + (columnMean[j] ?? 0);
  const spread = sum((i, j) => (shares[i]?.[j] ?? 0) * (weight(i, j) - means(i, j) * (1 - value)) ** 2);
  const scale = cases * (1 - expected) ** 2;
  const standardError = Math.sqrt(Math.max(0, spread - (value - expected * (1 - value)) ** 2) / scale);
  const nullSpread = sum((i, j) => chance(i, j) * (weight(i, j) - means(i, j)) ** 2);
  const nullError = Math.sqrt(Math.max(0, nullSpread - expected ** 2) / scale);
  const half = zOf(0.95) * standardError;
  return {
    ...{ kappa: value, standardError, low: Math.max(-1, value - half), high: Math.min(1, value + half) },
    ...{ nullError, p: nullError === 0 ? 1 : twoSided(value / nullError), cases },
  };
}

/** 1 on the diagonal, 0 in the far corners. */
function weightOf(weights: KappaWeights, i: number, j: number, size: number): number {
  if (weights === 'none') return i === j ? 1 : 0;
  const far = Math.abs(i - j) / (size - 1);
  return weights === 'linear' ? 1 - far : 1 - far * far;
}
