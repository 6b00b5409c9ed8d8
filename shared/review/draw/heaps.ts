import type { PickReason, Stratum } from '../../model/review/draw.ts';
import type { Dimension, Programme, Quota } from '../../model/review/programme.ts';
import type { SourceReport } from '../../model/review/source-report.ts';
import { lotsOf } from './philox.ts';
import type { Classes } from './pool.ts';

/** Reports with something in common, from the lowest lot up. */
export interface Heap {
  readonly reason: PickReason;
  /** Decides between heaps that are equally due. */
  readonly lot: number;
  readonly members: number[];
  /** Wanted of it, and the bound: null where there is none. */
  readonly least: number;
  readonly most: number | null;
  drawn: number;
  /** For each reviewer the first member that they have not passed for good. */
  readonly next: Int32Array;
}

export interface Heaps {
  readonly targeted: readonly Heap[];
  /** A list for each quota of the programme. */
  readonly quotas: readonly (readonly Heap[])[];
  readonly strata: readonly Heap[];
  /** Those of a report whose count it adds to: its quotas and its stratum. */
  of(place: number): readonly Heap[];
}

const ANY: Stratum = { author: null, modality: null, region: null, shift: null };

/** Heaps of one class are the same. @param order places of the reports that can be drawn, from the lowest lot up */
export function heapsOf(
  programme: Programme,
  reports: readonly SourceReport[],
  order: Uint32Array,
  classes: Classes,
  seed: string,
): Heaps {
  const make = heapMaker(programme, seed);
  const targeted = programme.targeted.flags.map((flag) => make({ kind: 'targeted', flag }, 0, null));
  const flagOf = new Map(programme.targeted.flags.map((flag, at) => [flag, at]));
  const quotas = new Groups(programme.quotas.length);
  const strata = new Groups(1);
  const groupsOf = (report: SourceReport): Heap[] => {
    const counted = programme.quotas.flatMap((quota, at) => {
      if (!fits(quota, report)) return [];
      const stratum = commonOf(report, quota.each, quota);
      return quotas.add(at, report, quota.each, () =>
        make({ kind: 'quota', quota: at, stratum, least: quota.least }, quota.least, quota.most),
      );
    });
    const stratum = commonOf(report, programme.strata, ANY);
    return [
      ...counted,
      strata.add(0, report, programme.strata, () => make({ kind: 'stratum', by: programme.strata, stratum }, 0, null)),
    ];
  };
  const byClass: (readonly Heap[] | undefined)[] = [];
  for (const place of order) {
    const report = reports[place];
    const own = classes.of[place];
    if (report === undefined || own === undefined) continue;
    for (const flag of report.flags) targeted[flagOf.get(flag) ?? -1]?.members.push(place);
    const heaps = byClass[own] ?? groupsOf(report);
    byClass[own] = heaps;
    for (const heap of heaps) heap.members.push(place);
  }
  const of = (place: number): readonly Heap[] => byClass[classes.of[place] ?? -1] ?? [];
  return { targeted, quotas: quotas.lists(), strata: strata.lists()[0] ?? [], of };
}

/** Heaps by what their members have in common. */
class Groups {
  readonly #byKey: readonly Map<string, Heap>[];

  constructor(lists: number) {
    this.#byKey = Array.from({ length: lists }, () => new Map<string, Heap>());
  }

  add(list: number, report: SourceReport, by: readonly Dimension[], make: () => Heap): Heap {
    const groups = this.#byKey[list] ?? new Map<string, Heap>();
    let key = '';
    for (const dimension of by) key += `${report[dimension]}|`;
    const known = groups.get(key);
    if (known !== undefined) return known;
    const heap = make();
    groups.set(key, heap);
    return heap;
  }

  lists(): readonly (readonly Heap[])[] {
    return this.#byKey.map((groups) => [...groups.values()]);
  }
}

function heapMaker(
  { reviewers }: Programme,
  seed: string,
): (reason: PickReason, least: number, most: number | null) => Heap {
  const lotOf = lotsOf(seed);
  let made = 0;
  return (reason, least, most) => {
    made += 1;
    const next = new Int32Array(reviewers.length);
    return { reason, lot: lotOf('heap', made), members: [], least, most, drawn: 0, next };
  };
}

/** Whether a report is one that a quota counts. */
export function fits(quota: Quota, report: Pick<SourceReport, 'author' | 'modality' | 'region' | 'shift'>): boolean {
  return (
    (quota.author === null || quota.author === report.author) &&
    (quota.modality === null || quota.modality === report.modality) &&
    (quota.region === null || quota.region === report.region) &&
    (quota.shift === null || quota.shift === report.shift)
  );
}

/** What is fixed, and the report's own values in the given dimensions. */
function commonOf(report: SourceReport, by: readonly Dimension[], fixed: Stratum): Stratum {
  const { author, modality, region, shift } = fixed;
  return {
    author: by.includes('author') ? report.author : author,
    modality: by.includes('modality') ? report.modality : modality,
    region: by.includes('region') ? report.region : region,
    shift: by.includes('shift') ? report.shift : shift,
  };
}

/** Heaps by how far they are ahead of what is wanted of them, then by their lots. */
export class Ranking {
  readonly #aheadOf: (heap: Heap) => number;
  readonly heaps: Heap[];

  constructor(heaps: readonly Heap[], aheadOf: (heap: Heap) => number) {
    this.#aheadOf = aheadOf;
    this.heaps = [...heaps].sort((a, b) => this.#compare(a, b));
  }

  /** One more was drawn of it. */
  count(heap: Heap): void {
    const at = this.heaps.indexOf(heap);
    heap.drawn += 1;
    let to = at;
    for (let next = this.heaps[to + 1]; next && this.#compare(heap, next) > 0; next = this.heaps[to + 1]) {
      this.heaps[to] = next;
      to += 1;
    }
    this.heaps[to] = heap;
  }

  #compare(a: Heap, b: Heap): number {
    return this.#aheadOf(a) - this.#aheadOf(b) || a.lot - b.lot;
  }
}
