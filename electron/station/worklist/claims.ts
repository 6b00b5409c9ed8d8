import type { StudyId } from '../../../shared/model/ids.ts';
import type { ClaimWords, SiteClaim } from '../../../shared/model/site-claim.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { claimOwner, othersMayRead } from '../../../shared/rules/claim-owner.ts';
import { claimWords } from '../../../shared/rules/claim-step.ts';
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
  /** Sites that keep claims as tasks. */
  readonly tasks: {
    /** Whether its worklist is set up here. */
    takes(studyId: StudyId): boolean;
    of(studyId: StudyId): SiteClaim | null;
    list(): readonly (SiteClaim & { readonly studyId: StudyId })[];
    /** Who has the task there, as it was seen last; asks the site where nobody did lately. */
    glance(studyId: StudyId): { readonly reader: string | null } | null;
  };
}

/** Whether anybody else can know that a study is read here. */
export class Claims {
  readonly #options: ClaimsOptions;

  constructor(options: ClaimsOptions) {
    this.#options = options;
  }

  /** For who looks at the case; null: nothing to say. */
  others(studyId: StudyId): ClaimWords | null {
    const { index, profiles, tells, connected, tasks } = this.#options;
    const claim = tasks.of(studyId);
    const said = claim === null ? null : claimWords(claim);
    if (said !== null) return said;
    const site = siteOf(index, studyId);
    if (site === undefined) return null;
    const profile = profiles().find((one) => covers(one.profile, site));
    const told = tells(studyId);
    const isConnected = connected().some((name) => name.trim().toLowerCase() === site);
    const owner = claimOwner(profile?.profile.claims?.owner ?? null, told, isConnected);
    const takes = owner === 'ups' && tasks.takes(studyId);
    const seen = takes ? tasks.glance(studyId) : null;
    if (seen !== null) {
      return { words: `${seen.reader ?? 'another reader'} reads this case: claimed at the site`, tone: 'alarm' };
    }
    const words = othersMayRead(owner, told, takes);
    return words === null ? null : { words, tone: 'open' };
  }

  /** Rows with what became of their claims at the site, where that is worth a look. */
  withClaims(rows: readonly WorklistRow[]): WorklistRow[] {
    const claims = new Map<string, SiteClaim>(this.#options.tasks.list().map((one) => [one.studyId, one]));
    if (claims.size === 0) return [...rows];
    return rows.map((row) => {
      const claim = claims.get(row.studyId);
      const said = claim === undefined ? null : claimWords(claim);
      return said === null ? row : { ...row, siteClaim: said };
    });
  }
}

/** Lower case. */
export function siteOf(index: Db, studyId: StudyId): string | undefined {
  const sql = 'SELECT lower(site.name) FROM study JOIN site USING (site_id) WHERE study_id = ?';
  return index.prepare<[string], string>(sql).pluck().get(studyId);
}
