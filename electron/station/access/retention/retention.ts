import type { ParsedRequest, Response } from '../../../../shared/contract/index.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PurgeLine, RetentionPreview } from '../../../../shared/model/retention-view.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Access, AdministerParts, Leave } from '../access.ts';
import { eraseKeys, eraseRowsIn } from '../forget/erase.ts';
import { removeFiles } from '../forget/forgetting.ts';
import { findDoomed } from '../forget/target.ts';
import type { OpenStore } from '../open-store.ts';
import { profilesInForce } from '../profile/profile-rows.ts';
import { heldStudies, noteRetention } from './notes.ts';
import { purgePlan } from './purge-plan.ts';

/** How long studies are kept: what their sites ask for, looked at and carried out. */
export class RetentionDesk {
  readonly #access: Access;
  readonly #clock: Clock;

  constructor(access: Access, clock: Clock) {
    this.#access = access;
    this.#clock = clock;
  }

  preview(): RetentionPreview {
    return this.#plan(this.#access.requireStore());
  }

  holds(): Response<'retention.holds'> {
    return heldStudies(this.#access.requireStore().index);
  }

  /** @throws AppError archive/unknown-study, retention/… */
  note({ target, note }: ParsedRequest<'retention.note'>): Response<'retention.note'> {
    const { index, commands, personId } = this.#access.requireStore();
    return { studies: noteRetention({ index, commands, personId, clock: this.#clock }, target, note) };
  }

  /**
   * Each study is a record of its own, then its keys go, then its files; the store gets another key at the end, so that no older page
   * of the databases can be read either. Killed between, what was recorded is ended at the next opening, and the rest stays.
   * @param leave closes what works on the open store
   * @throws AppError reading/conflict when the plan is another by now, access/wrong-passphrase, access/not-allowed
   */
  purge({ plan, proof }: ParsedRequest<'retention.purge'>, leave: Leave): Promise<Response<'retention.purge'>> {
    return this.#access.administer(proof, async (parts) => {
      this.#require(parts.store, plan);
      await leave();
      // Again: what ran until now may have brought more of it, or begun to work on it.
      const { sites } = this.#require(parts.store, plan);
      const keyIds: string[] = [];
      let files = 0;
      for (const { siteCode, serial, purge } of sites) {
        for (const line of purge) {
          const done = await purgeStudy(parts, line, `${siteCode} ${serial}`);
          keyIds.push(...done.keyIds);
          files += done.files;
        }
      }
      const recoveryKey = await parts.rotate(() => Promise.resolve());
      const { ring } = this.#access.requireStore();
      if (keyIds.some((id) => ring.siteOf(id) !== null)) {
        throw new AppError('internal/bug', 'a key that was to be erased is still there');
      }
      const studies = sites.reduce((total, { purge }) => total + purge.length, 0);
      return { studies, keys: keyIds.length, files, recoveryKey };
    });
  }

  #plan({ index }: Pick<OpenStore, 'index'>): RetentionPreview {
    return purgePlan({ index, profiles: profilesInForce(index, new Map()) }, this.#clock.nowIso());
  }

  #require(store: OpenStore, plan: string): RetentionPreview {
    const found = this.#plan(store);
    if (found.plan !== plan) {
      throw new AppError('reading/conflict', 'what is to be erased is not what was shown', { retry: 'now' });
    }
    return found;
  }
}

/** @param rule code and serial of the profile that asks for it */
async function purgeStudy(
  { store, faults }: AdministerParts,
  { studyId, because, dueAt }: PurgeLine,
  rule: string,
): Promise<{ readonly keyIds: readonly string[]; readonly files: number }> {
  const doomed = findDoomed(store.index, { kind: 'study', studyId });
  const detail = {
    ...{ because, dueAt, rule, objects: doomed.objectIds.length },
    ...{ reports: doomed.reportIds.length, bytes: doomed.bytes },
  };
  const { commands, personId } = store;
  commands.run({ name: 'retention.purge', personId, subject: studyId, detail }, (db) => eraseRowsIn(db, doomed));
  eraseKeys(store, faults);
  await removeFiles(store, doomed);
  return { keyIds: doomed.studyKeyIds, files: doomed.blobIds.length };
}
