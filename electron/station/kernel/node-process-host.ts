import type { ProcessHost, ProcessKind } from './ports.ts';

export function nodeProcessHost(entries: Readonly<Record<ProcessKind, string>>): ProcessHost {
  throw new Error(`not written yet ${entries.parser}`);
}
