import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.dirname(fileURLToPath(import.meta.url));

/** Numbers of the benchmark plan, and the folder whose task measures each. */
const NUMBERS: Readonly<Record<string, string>> = {
  B1: 'open',
  B2: 'open',
  B3: 'scroll',
  B4: 'cold-start',
  B5: 'mpr',
  B6: 'receiver',
  B7: 'import',
  B8: 'line',
  B9: 'decode',
  B10: 'worklist',
  B11: 'memory',
  B12: 'prefetch',
  B13: 'typing',
};

export interface TaskFile {
  readonly name: string;
  readonly file: string;
}

/** Every task there is, by name. */
export function allTasks(from = folder): readonly TaskFile[] {
  return readdirSync(from)
    .toSorted()
    .map((name) => ({ name, file: path.join(from, name, 'task.ts') }))
    .filter(({ file }) => existsSync(file));
}

/**
 * The tasks that a person asked for, by folder or number; all where none is named.
 * @throws Error that names what there is
 */
export function chooseTasks(wanted: readonly string[], tasks = allTasks()): readonly TaskFile[] {
  if (wanted.length === 0) return tasks;
  const names = new Set(wanted.map((one) => NUMBERS[one.toUpperCase()] ?? one));
  const unknown = [...names].filter((name) => !tasks.some((task) => task.name === name));
  if (unknown.length > 0) {
    throw new Error(`there is no task ${unknown.join(', ')}; there are ${tasks.map(({ name }) => name).join(', ')}`);
  }
  return tasks.filter(({ name }) => names.has(name));
}
