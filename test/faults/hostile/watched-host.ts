import { readFileSync } from 'node:fs';
import { platform } from 'node:process';
import type { ProcessHost } from '../../../electron/station/kernel/ports.ts';
import { realHost } from '../../integration/import/import-fixture.ts';

export interface WatchedHost extends ProcessHost {
  /** Most resident memory that any of its living processes ever had, in MB; 0 where the system does not tell. */
  peakMb(): number;
  /** Processes started so far: more than the pool has means that some died. */
  started(): number;
}

/** Real parser processes whose memory a test can look at. */
export function watchedHost(): WatchedHost {
  const host = realHost();
  const pids: number[] = [];
  return {
    async spawn(kind, options) {
      const process = await host.spawn(kind, options);
      if (process.pid !== undefined) pids.push(process.pid);
      return process;
    },
    peakMb: () => Math.max(0, ...pids.map(peakOf)),
    started: () => pids.length,
  };
}

/** High-water mark of the kernel: no moment between two looks escapes it. */
function peakOf(pid: number): number {
  if (platform !== 'linux') return 0;
  try {
    const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return Number(line?.[1] ?? 0) / 1024;
  } catch (error) {
    // The process has gone, and its figures with it: `started` tells.
    if (error instanceof Error && 'code' in error) return 0;
    throw error;
  }
}
