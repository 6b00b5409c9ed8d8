/** Results that are pushed, read one by one; what it ends with is thrown after the last of them. */
export class ResultQueue<T> {
  readonly #items: T[] = [];
  #end: { readonly error: unknown } | null = null;
  #wake: (() => void) | null = null;

  push(...items: readonly T[]): void {
    this.#items.push(...items);
    this.#wake?.();
  }

  /** @param error null: all is well */
  end(error: unknown): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  async *read(): AsyncGenerator<T> {
    for (;;) {
      const next = this.#items.shift();
      if (next !== undefined) {
        yield next;
      } else if (this.#end !== null) {
        if (this.#end.error !== null) throw this.#end.error;
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }
}

/**
 * Results of a work as it gives them. Whoever stops reading stops the work.
 * @param work gets where to push, and a signal that follows `signal`
 */
export async function* resultsOf<T>(
  signal: AbortSignal,
  work: (push: (...items: readonly T[]) => void, signal: AbortSignal) => Promise<unknown>,
): AsyncGenerator<T> {
  const stop = new AbortController();
  const queue = new ResultQueue<T>();
  const done = work((...items) => queue.push(...items), AbortSignal.any([signal, stop.signal])).then(
    () => queue.end(null),
    (error: unknown) => queue.end(error),
  );
  try {
    yield* queue.read();
  } finally {
    stop.abort();
    await done;
  }
}
