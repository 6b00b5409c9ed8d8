type Done<R> = { readonly value: R } | { readonly failed: unknown };

/**
 * What `work` makes of each item, in order: the next one is under way while the one before it is used. Whoever stops half-way waits for what
 * is under way, so that nothing of it is used any more. @throws what `work` threw, in its turn
 */
export async function* oneAhead<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  let ahead: Promise<Done<R>> | null = null;
  try {
    for await (const item of items) {
      const now = ahead;
      ahead = settled(work(item));
      if (now !== null) yield valueOf(await now);
    }
    if (ahead !== null) yield valueOf(await ahead);
  } finally {
    await ahead;
  }
}

/** Never rejects: nobody may ask before the next turn, or at all. */
function settled<R>(working: Promise<R>): Promise<Done<R>> {
  return working.then(
    (value) => ({ value }),
    (failed: unknown) => ({ failed }),
  );
}

function valueOf<R>(done: Done<R>): R {
  if ('failed' in done) throw done.failed;
  return done.value;
}

/** Items in lists, each closed as soon as what it weighs comes to `most`; the last one may weigh less. */
export async function* inGroups<T>(
  items: Iterable<T> | AsyncIterable<T>,
  most: number,
  weigh: (item: T) => number = () => 1,
): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  let weight = 0;
  for await (const item of items) {
    group.push(item);
    weight += weigh(item);
    if (weight < most) continue;
    yield group;
    group = [];
    weight = 0;
  }
  if (group.length > 0) yield group;
}
