import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParsedRequest, Response } from '../../../../shared/contract/index.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { diskError } from '../../kernel/disk-error.ts';
import type { Access, AdministerParts, Leave } from '../access.ts';
import { beginRotation } from '../rotate.ts';
import { askStudyRotation } from '../rotate-study.ts';
import { eraseKeys, erasePerson, eraseRows } from './erase.ts';
import { findDoomed, previewOf } from './target.ts';
import type { Doomed } from './target.ts';

/** Erasing for good, and changing keys. */
export class Forgetting {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  preview({ target }: ParsedRequest<'forget.preview'>): Response<'forget.preview'> {
    const { index, journal, ring } = this.#access.requireStore();
    return previewOf(index, journal, findDoomed(index, target, ring));
  }

  /** @param leave closes what works on the open store */
  run({ target, objects, proof }: ParsedRequest<'forget.run'>, leave: Leave): Promise<Response<'forget.run'>> {
    return this.#access.administer(proof, async (parts) => {
      findAsShown(parts, target, objects);
      await leave();
      // Again: what ran until now may have brought more of it.
      const doomed = findAsShown(parts, target, objects);
      eraseRows(parts.store, target, doomed);
      eraseKeys(parts.store, parts.faults);
      await removeFiles(parts.store, doomed);
      const recoveryKey = await parts.rotate(() => Promise.resolve());
      return { studies: doomed.studyIds.length, ...this.#proved(doomed), recoveryKey };
    });
  }

  /** @param leave as for `run` @throws AppError access/not-revoked */
  person({ personId, proof }: ParsedRequest<'people.forget'>, leave: Leave): Promise<Response<'people.forget'>> {
    return this.#access.administer(proof, async ({ store, rotate, faults }) => {
      if (store.people.get(personId).state !== 'revoked') {
        throw new AppError('access/not-revoked', 'who may still come in is not forgotten');
      }
      await leave();
      erasePerson(store, personId);
      eraseKeys(store, faults);
      const recoveryKey = await rotate(() => Promise.resolve());
      return { person: this.#access.requireStore().people.get(personId), recoveryKey };
    });
  }

  rotate(request: ParsedRequest<'keys.rotate'>, leave: Leave): Promise<Response<'keys.rotate'>> {
    const { level, site, studyUid = '', proof } = request;
    const none = { recoveryKey: null, rewritten: 0, bad: 0 };
    return this.#access.administer(proof, async ({ store, rotate, reenter }) => {
      if (level === 'site') return { ...none, rewrapped: rotateSite(store, site ?? '') };
      if (level === 'study') {
        askStudyRotation(store, studyUid);
        return { ...none, rewrapped: 0, ...(await reenter(leave)) };
      }
      const rewrapped = store.ring.siteCount;
      beginRotation(store);
      return { ...none, recoveryKey: await rotate(leave), rewrapped };
    });
  }

  /** Counted in the store as it is now. @throws AppError internal/bug when a key is still there */
  #proved({ studyKeyIds, siteIds, blobIds }: Doomed): { readonly keys: number; readonly files: number } {
    const { ring } = this.#access.requireStore();
    if (studyKeyIds.some((id) => ring.siteOf(id) !== null)) {
      throw new AppError('internal/bug', 'a key that was to be erased is still there');
    }
    return { keys: studyKeyIds.length + siteIds.length, files: blobIds.length };
  }
}

function findAsShown(
  { store }: AdministerParts,
  target: ParsedRequest<'forget.run'>['target'],
  objects: number,
): Doomed {
  const doomed = findDoomed(store.index, target, store.ring);
  if (doomed.objectIds.length !== objects) {
    throw new AppError('reading/conflict', 'what is to be erased is not what was shown', { retry: 'now' });
  }
  return doomed;
}

function rotateSite({ index, ring, commands, personId }: AdministerParts['store'], name: string): number {
  const siteId = index.prepare<[string], string>('SELECT site_id FROM site WHERE name = ?').pluck().get(name);
  if (siteId === undefined) throw new AppError('archive/unknown-study', 'the store has nothing of this site');
  const rewrapped = ring.rotateSite(siteId);
  commands.run(
    { name: 'keys.rotate', personId, subject: siteId, detail: { level: 'site', rewrapped } },
    () => undefined,
  );
  return rewrapped;
}

/** Noise already; the room they take is given back. */
export async function removeFiles(
  { dir, blobs }: Pick<AdministerParts['store'], 'dir' | 'blobs'>,
  { blobIds }: Doomed,
): Promise<void> {
  for (const blobId of blobIds) {
    await blobs.remove(blobId);
    try {
      await rm(join(dir, 'quarantine', blobId), { force: true });
    } catch (error) {
      throw diskError(error);
    }
  }
}
