/** Reads a file as far as it is wanted. */
export interface Supply {
  want(bytes: number): void;
  stop(): void;
}

/**
 * Hands over a file in chunks, never further ahead than what was asked for, but for the end of one chunk.
 * @param onEnd all was handed over, or it could not be read to its end
 */
export function supply(
  open: () => AsyncIterable<Uint8Array>,
  onChunk: (chunk: Uint8Array) => void,
  onEnd: (whole: boolean) => void,
): Supply {
  let wanted = 0;
  let stopped = false;
  let wake: (() => void) | null = null;
  const run = async (): Promise<void> => {
    for await (const chunk of open()) {
      while (wanted <= 0 && !stopped) await new Promise<void>((resolve) => (wake = resolve));
      if (stopped) return;
      wanted -= chunk.length;
      onChunk(chunk);
    }
    onEnd(true);
  };
  run().catch(() => {
    // Whatever keeps a file from being read, the peer must not get a part of it as the whole.
    if (!stopped) onEnd(false);
  });
  return {
    want: (bytes) => {
      wanted += bytes;
      wake?.();
    },
    stop: () => {
      stopped = true;
      wake?.();
    },
  };
}
