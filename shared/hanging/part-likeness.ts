import type { PriorTable } from './prior-table.ts';

type Part = PriorTable['parts'][number];

export interface PartLikeness {
  readonly kind: 'same' | 'near' | 'whole-body' | 'other';
  /** 0 to 1: how much of the current study's parts the other one shows. */
  readonly share: number;
  /** Names of parts that both have. */
  readonly shared: readonly string[];
}

/** A part of a region that is seen in one picture with the others; a knee tells less of a foot. */
const TOGETHER = 0.6;
const APART = 0.15;
/** The whole region against one part of it. */
const WHOLE = 0.8;
const WHOLE_BODY = 0.5;
/** Below that, a neighbour is another part of the body in words, too. */
const LEAST_NEAR = 0.1;

/** How alike two studies are by the parts they are made of; null where one side names none. */
export function partLikeness(
  table: Pick<PriorTable, 'near' | 'together'>,
  own: readonly Part[],
  other: readonly Part[],
): PartLikeness | null {
  if (own.length === 0 || other.length === 0) return null;
  const shared = own.filter((part) => other.some(({ name }) => name === part.name)).map(({ name }) => name);
  const best = own.map((part) => Math.max(...other.map((one) => likeness(table, part, one))));
  // One part in common makes a prior worth looking at; each further one makes it better.
  const share = 0.7 * Math.max(...best) + 0.3 * (best.reduce((sum, one) => sum + one, 0) / best.length);
  if (shared.length > 0) return { kind: 'same', share, shared };
  const isWhole = [...own, ...other].some(({ region }) => region === 'whole body');
  if (isWhole) return { kind: 'whole-body', share, shared };
  return { kind: share < LEAST_NEAR ? 'other' : 'near', share, shared };
}

function likeness(table: Pick<PriorTable, 'near' | 'together'>, a: Part, b: Part): number {
  if (a.name === b.name) return 1;
  if (a.region === 'whole body' || b.region === 'whole body') return WHOLE_BODY;
  const listed = table.near.find(([x, y]) => (x === a.name && y === b.name) || (x === b.name && y === a.name));
  if (listed) return listed[2];
  if (a.region !== b.region) return 0;
  if (a.whole || b.whole) return WHOLE;
  return table.together.includes(a.region) ? TOGETHER : APART;
}
