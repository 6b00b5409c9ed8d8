export interface KeyRing {
  /** A copy of the key of one database of the store. 32 bytes; the caller zeroes it. */
  databaseKey(name: 'index' | 'journal'): Uint8Array;
  /** The key of a site, made on demand. */
  siteKey(siteId: string): Uint8Array;
  /** Makes and stores a key for one study; durable when this returns. */
  newStudyKey(siteId: string): string;
  /** Throws `blob/key-forgotten` when there is no such key any more. */
  studyKey(studyKeyId: string): Uint8Array;
  forgetStudyKey(studyKeyId: string): void;
  /** Zeroes every key in memory; all else then throws `access/locked`. */
  close(): void;
}
