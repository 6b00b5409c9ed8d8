import type { SealedKeys } from './blob-tasks.ts';

type Keys = Map<string, Uint8Array>;

/** Zeroes keys in memory that can be read again. Whatever is not on disk yet is nowhere else, and stays. */
export function forgetRead(siteKeys: Keys, studyKeys: Keys, unwritten: readonly SealedKeys[]): void {
  zeroBut(siteKeys, new Set(unwritten.flatMap(({ sites }) => sites.map(({ siteId }) => siteId))));
  zeroBut(studyKeys, new Set(unwritten.flatMap(({ studies }) => studies.map(({ studyKeyId }) => studyKeyId))));
}

function zeroBut(keys: Keys, unwritten: ReadonlySet<string>): void {
  for (const [id, key] of keys) {
    if (unwritten.has(id)) continue;
    key.fill(0);
    keys.delete(id);
  }
}
