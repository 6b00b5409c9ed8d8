/**
 * Runs the works, so many at a time, in their order. The first that fails stops the others; its error is thrown when all of them
 * have ended.
 */
export async function inLanes(
  works: readonly ((signal: AbortSignal) => Promise<void>)[],
  lanes: number,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  let next = 0;
  let failure: { readonly error: unknown } | null = null;
  const lane = async (): Promise<void> => {
    for (let work = works[next]; work !== undefined && failure === null; work = works[next]) {
      next += 1;
      try {
        await work(either);
      } catch (error) {
        failure ??= { error };
        stop.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, works.length) }, lane));
  rethrow(failure);
}

function rethrow(failure: { readonly error: unknown } | null): void {
  if (failure !== null) throw failure.error;
}
