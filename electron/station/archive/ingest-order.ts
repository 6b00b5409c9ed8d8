import type { ParsedObject } from '../dicom/parsed-object.ts';

/** What two arrivals have in common that could be the same object: its name, or its bytes where it has none. */
function keysOf({ sopUid, sha256 }: Pick<ParsedObject, 'sopUid' | 'sha256'>): readonly string[] {
  return [sopUid, sha256].filter((key) => key !== null);
}

interface Named {
  readonly parsed: Pick<ParsedObject, 'sopUid' | 'sha256'>;
}

/** Splits arrivals so that no round holds two that could be the same object: the second must see the first stored. */
export function rounds<T extends Named>(arrivals: readonly T[]): readonly (readonly T[])[] {
  const result: { readonly keys: Set<string>; readonly arrivals: T[] }[] = [];
  for (const arrival of arrivals) {
    const keys = keysOf(arrival.parsed);
    // Never before an earlier twin: the order of arrival decides which one is the first.
    const lastTwin = result.findLastIndex((round) => keys.some((key) => round.keys.has(key)));
    const round = result[lastTwin + 1] ?? { keys: new Set<string>(), arrivals: [] };
    if (!result.includes(round)) result.push(round);
    for (const key of keys) round.keys.add(key);
    round.arrivals.push(arrival);
  }
  return result.map((round) => round.arrivals);
}

/** Lets batches be stored side by side, but for those that could hold the same object: they follow each other. */
export class TwinQueue {
  readonly #inWork = new Map<string, Promise<unknown>>();

  async run<T>(arrivals: readonly Named[], work: () => Promise<T>): Promise<T> {
    const keys = arrivals.flatMap(({ parsed }) => keysOf(parsed));
    const earlier = new Set(keys.map((key) => this.#inWork.get(key)).filter((one) => one !== undefined));
    const own = Promise.allSettled(earlier).then(work);
    for (const key of keys) this.#inWork.set(key, own);
    try {
      return await own;
    } finally {
      for (const key of keys) if (this.#inWork.get(key) === own) this.#inWork.delete(key);
    }
  }
}
