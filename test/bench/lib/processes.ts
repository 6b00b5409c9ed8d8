import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** A process and all below it, by /proc. */
export function processTree(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const stat = Number.isInteger(pid) ? read(`/proc/${name}/stat`) : null;
    // The name of the program, in brackets, may hold anything; the parent is the second field after it.
    const parent = stat === null ? Number.NaN : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (Number.isInteger(parent)) parents.set(pid, parent);
  }
  const inTree = (pid: number): boolean => pid === root || (pid > 1 && inTree(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(inTree);
}

/** Proportional set size of a process and all below it, in bytes: pages shared by several count once. */
export function treePss(root: number): number {
  let sum = 0;
  for (const pid of processTree(root)) {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
    sum += Number(kilobytes ?? 0) * 1024;
  }
  return sum;
}

/** The kernel counts in hundredths (sysconf(_SC_CLK_TCK) of every Linux that we run on). */
const TICKS_A_SECOND = 100;

/** CPU seconds that a process and all below it have used so far; those of processes that ended count no more. */
export function treeCpu(root: number): number {
  let ticks = 0;
  for (const pid of processTree(root)) {
    const stat = read(`/proc/${pid}/stat`);
    if (stat === null) continue;
    // utime and stime: fields 14 and 15, counted from the state, which is the third.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / TICKS_A_SECOND;
}

const LOOK_MS = 300;
/** Of one processor: a program that waits still blinks its caret. */
const IDLE_SHARE = 0.04;
const MOST_LOOKS = 100;

/** Waits until a process and all below it do nothing: what one program still loads would be measured as time of the other. */
export async function untilIdle(root: number): Promise<void> {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const before = treeCpu(root);
    await setTimeout(LOOK_MS);
    if ((treeCpu(root) - before) * 1000 < LOOK_MS * IDLE_SHARE) return;
  }
  throw new Error('a program that is compared did not come to rest');
}

/** Null for what has ended meanwhile. */
function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
