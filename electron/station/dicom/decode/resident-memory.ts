import { readFile } from 'node:fs/promises';

const PAGE_BYTES = 4096;

/** Resident memory of a process from /proc; null on systems without it, or when the process is gone. */
export async function residentBytes(pid: number): Promise<number | null> {
  try {
    const [, resident] = (await readFile(`/proc/${pid}/statm`, 'latin1')).split(' ');
    const pages = Number(resident);
    return Number.isFinite(pages) ? pages * PAGE_BYTES : null;
  } catch {
    // No such file: another system, or a process that has just ended. The deadline still holds.
    return null;
  }
}
