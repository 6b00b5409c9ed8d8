/**
 * The entry of a table under a key that a stranger wrote. Indexing alone finds what every object has too: a modality that is called
 * "constructor" would be a function.
 */
export function entryOf<T>(table: Readonly<Record<string, T>>, key: string | null | undefined): T | undefined {
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined;
}
