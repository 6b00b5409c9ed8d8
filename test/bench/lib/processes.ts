import { readdirSync, readFileSync } from 'node:fs';

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

/** Null for what has ended meanwhile. */
function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
