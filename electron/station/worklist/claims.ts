import type { StudyId } from '../../../shared/model/ids.ts';
import { claimOwner, othersMayRead } from '../../../shared/rules/claim-owner.ts';
import { covers } from '../access/profile/judge-profile.ts';
import type { AppliedProfile } from '../access/profile/profile-rows.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface ClaimsOptions {
  readonly index: Db;
  readonly profiles: () => readonly AppliedProfile[];
  /** Whether a destination of the study is told when it is claimed. */
  readonly tells: (studyId: StudyId) => boolean;
  /** Names of the sites that anything comes from by a line, or goes to. */
  readonly connected: () => readonly string[];
}

/** Whether anybody else can know that a study is read here. */
export class Claims {
  readonly #options: ClaimsOptions;

  constructor(options: ClaimsOptions) {
    this.#options = options;
  }

  /** Words for who looks at the case; null: nothing to say. */
  others(studyId: StudyId): string | null {
    const { index, profiles, tells, connected } = this.#options;
    const sql = 'SELECT lower(site.name) FROM study JOIN site USING (site_id) WHERE study_id = ?';
    const site = index.prepare<[string], string>(sql).pluck().get(studyId);
    if (site === undefined) return null;
    const profile = profiles().find((one) => covers(one.profile, site));
    const told = tells(studyId);
    const isConnected = connected().some((name) => name.trim().toLowerCase() === site);
    return othersMayRead(claimOwner(profile?.profile.claims?.owner ?? null, told, isConnected), told);
  }
}
