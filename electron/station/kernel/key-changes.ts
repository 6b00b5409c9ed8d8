import { randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { WrappedBlobKey } from './blob-tasks.ts';
import { deleteChange, formerStudies, insertChange, rewrappedBlobs } from './key-rows.ts';
import type { SealedStudy } from './key-rows.ts';
import { KEY_BYTES, openKey, sealKey } from './sealed-key.ts';
import type { Db } from './sqlite.ts';

/** What the key ring lends to changes of its study keys. */
export interface KeyChangeParts {
  readonly keys: Db;
  readonly copy: Db;
  /** The key of a site; stays the ring's. */
  readonly siteKey: (siteId: string) => Uint8Array;
}

/** A study, and the key that it has. */
export interface StudyToChange {
  readonly studyKeyId: string;
  readonly siteId: string;
  /** Taken over. */
  readonly former: Uint8Array;
}

/**
 * Study keys that are being changed: from `begin` on a study has a new key, and the one before is kept until every header of its
 * blobs holds what it is to hold. Both files of the keys know all of it, so that nothing depends on any one moment.
 */
export class KeyChanges {
  readonly #parts: KeyChangeParts;
  readonly #former = new Map<string, Uint8Array>();

  /** @throws AppError store/damaged */
  constructor(parts: KeyChangeParts) {
    this.#parts = parts;
    for (const one of formerStudies(parts.keys)) {
      const key = openKey(parts.siteKey(one.siteId), one.sealed, label(one.siteId, one.studyKeyId));
      if (key === null) throw new AppError('store/damaged', 'a study key does not open');
      this.#former.set(one.studyKeyId, key);
    }
  }

  /** True while the change of any study's key has not ended. */
  get isAny(): boolean {
    return this.#former.size > 0;
  }

  /** The studies whose key is being changed. */
  list(): readonly string[] {
    return [...this.#former.keys()];
  }

  /** The key that a study had, a copy; null where it is not being changed. */
  formerKey(studyKeyId: string): Uint8Array | null {
    const key = this.#former.get(studyKeyId);
    return key === undefined ? null : Uint8Array.from(key);
  }

  /** How often the key of a study was made, from 1; null when there is no such key (any more). */
  generationOf(studyKeyId: string): number | null {
    const find = this.#parts.keys.prepare<[string], number>('SELECT generation FROM study_key WHERE study_key_id = ?');
    return find.pluck().get(studyKeyId) ?? null;
  }

  /** What the headers of a study are to hold. */
  blobsOf(studyKeyId: string): readonly WrappedBlobKey[] {
    return rewrappedBlobs(this.#parts.keys, studyKeyId);
  }

  /** Gives the new key, and both files know of it. */
  begin(
    { studyKeyId, siteId, former }: StudyToChange,
    wrap: (former: Uint8Array, next: Uint8Array) => readonly WrappedBlobKey[],
    studyLabel: string,
  ): Uint8Array {
    if (this.#former.has(studyKeyId)) throw new AppError('internal/bug', 'the key of this study is being changed');
    const { keys, copy, siteKey } = this.#parts;
    const next = randomBytes(KEY_BYTES);
    const change = {
      studyKeyId,
      sealed: sealKey(siteKey(siteId), next, studyLabel),
      former: sealKey(siteKey(siteId), former, label(siteId, studyKeyId)),
      blobs: wrap(former, next),
    };
    for (const db of [keys, copy]) insertChange(db, change);
    this.#former.set(studyKeyId, former);
    return next;
  }

  /** The former key goes. From the copy first: the first file is always right. */
  end(studyKeyId: string): void {
    for (const db of [this.#parts.copy, this.#parts.keys]) deleteChange(db, studyKeyId);
    this.drop(studyKeyId);
  }

  /** Out of memory only. */
  drop(studyKeyId: string): void {
    this.#former.get(studyKeyId)?.fill(0);
    this.#former.delete(studyKeyId);
  }

  /** Former keys of one site under another key of it. */
  rewrapped(siteId: string, under: (label: string, sealed: Uint8Array) => Uint8Array): readonly SealedStudy[] {
    return formerStudies(this.#parts.keys)
      .filter((study) => study.siteId === siteId)
      .map(({ studyKeyId, sealed }) => ({ studyKeyId, sealed: under(label(siteId, studyKeyId), sealed) }));
  }

  close(): void {
    for (const studyKeyId of this.list()) this.drop(studyKeyId);
  }
}

function label(siteId: string, studyKeyId: string): string {
  return `nightjar/former-study-key/1/${siteId}/${studyKeyId}`;
}
