/**
 * How plain Node runs the station. What passes through it is buffers, not objects: V8 would let its young generation grow to 130 MB over
 * ten thousand images and never give it back, and glibc keeps a heap a thread. Together 100 MB less at the end of 10 GB, at the same rate.
 * The window's station has the first from `electron/main/station-host.ts`; Chromium brings an allocator of its own.
 */
export const STATION_FLAGS = ['--max-semi-space-size=4'];
export const STATION_ENV = { MALLOC_ARENA_MAX: '2' };
