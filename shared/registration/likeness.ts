/** Values of the same places in two volumes, pair by pair. */
export interface Pairs {
  readonly fixed: Float32Array;
  readonly moving: Float32Array;
  readonly count: number;
}

/** How alike two volumes are: of one kind of value (Hounsfield) by correlation, else by what the one tells of the other. */
export type LikenessKind = 'correlation' | 'information';

const BINS = 32;

/** Normalised correlation, -1 to 1. */
export function correlation({ fixed, moving, count }: Pairs): number {
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (let i = 0; i < count; i += 1) {
    const [x, y] = [fixed[i] ?? 0, moving[i] ?? 0];
    a += x;
    b += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const spread = (aa - (a * a) / count) * (bb - (b * b) / count);
  return spread > 0 ? (ab - (a * b) / count) / Math.sqrt(spread) : 0;
}

/** Normalised mutual information less one, 0 to 1: (H(A) + H(B)) / H(A, B) - 1. Values have to lie within 0 to 1. */
export function information({ fixed, moving, count }: Pairs): number {
  const joint = new Float64Array(BINS * BINS);
  for (let i = 0; i < count; i += 1) {
    const row = Math.min(BINS - 1, Math.floor((fixed[i] ?? 0) * BINS));
    // In parts of two bins, so that a small move makes a small change.
    const at = Math.min(BINS - 1.0001, Math.max(0, (moving[i] ?? 0) * (BINS - 1)));
    const below = Math.floor(at);
    joint[row * BINS + below] = (joint[row * BINS + below] ?? 0) + 1 - (at - below);
    joint[row * BINS + below + 1] = (joint[row * BINS + below + 1] ?? 0) + (at - below);
  }
  const [rows, columns] = [new Float64Array(BINS), new Float64Array(BINS)];
  joint.forEach((share, at) => {
    rows[Math.floor(at / BINS)] = (rows[Math.floor(at / BINS)] ?? 0) + share;
    columns[at % BINS] = (columns[at % BINS] ?? 0) + share;
  });
  const both = entropy(joint, count);
  return both > 0 ? (entropy(rows, count) + entropy(columns, count)) / both - 1 : 0;
}

function entropy(shares: Float64Array, count: number): number {
  let sum = 0;
  for (const share of shares) if (share > 0) sum -= (share / count) * Math.log(share / count);
  return sum;
}
