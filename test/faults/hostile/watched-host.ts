import { readFileSync } from 'node:fs';
import { platform } from 'node:process';
import type { ProcessHost } from '../../../electron/station/kernel/ports.ts';
import { realHost } from '../../integration/import/import-fixture.ts';

export interface WatchedHost extends ProcessHost {
  /** Most resident memory that any of its living processes ever had, in MB; 0 where the system does not tell. */
  peakMb(): number;
  /** Computing time of its living processes together: unlike the clock it does not count what else the machine does. */
  cpuSeconds(): number;
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
    peakMb: () =>
      Math.max(0, ...pids.map((pid) => Number(/^VmHWM:\s+(\d+) kB$/m.exec(told(pid, 'status'))?.[1] ?? 0) / 1024)),
    cpuSeconds: () => pids.map(cpuSecondsOf).reduce((sum, seconds) => sum + seconds, 0),
    started: () => pids.length,
  };
}

/** User and system time, fields 14 and 15 of proc(5), in hundredths of a second. */
function cpuSecondsOf(pid: number): number {
  const [, fields = ''] = told(pid, 'stat').split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) / 100;
}

/** What the kernel tells of a process. VmHWM there is a high-water mark: no moment between two looks escapes it. */
function told(pid: number, name: 'status' | 'stat'): string {
  if (platform !== 'linux') return '';
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch (error) {
    // The process has gone, and its figures with it: `started` tells.
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}
