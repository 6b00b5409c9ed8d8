/** Newer than the language level that both runtimes are compiled for; both engines have it. */
interface Emptied {
  readonly transfer?: (bytes: number) => ArrayBuffer;
}

/**
 * Gives the memory of a buffer back at once, in place of waiting for the collector: told of 64 MB of buffers since its last
 * run, it takes 5 to 10 ms for every further one. Whoever still looks at the buffer finds it empty. Shared memory stays.
 */
export function emptyBuffer(buffer: ArrayBufferLike): void {
  if (buffer instanceof ArrayBuffer) (buffer as ArrayBuffer & Emptied).transfer?.(0);
}
