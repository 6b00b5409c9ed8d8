import type { Jurisdiction } from '../../../../shared/model/credentials.ts';
import type { SiteProfile } from '../../../../shared/model/site-profile.ts';
import { mayLieIn } from '../../../../shared/rules/residency.ts';
import type { LeaveOut } from '../../kernel/backup/run-backup.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { knownSites } from '../forget/cut-lines.ts';
import { deleteJournal, deleteRows } from '../forget/erase.ts';
import { findDoomedSites } from '../forget/target.ts';
import { isRevoked } from '../profile/judge-profile.ts';
import type { AppliedProfile } from '../profile/profile-rows.ts';

/**
 * Takes the studies that have to stay in their region out of the copies of a backup that lies elsewhere: rows, reports, drawings and
 * what was written down of them. The trail stays whole: it names nobody.
 */
export function leaveOutBy(profiles: () => readonly AppliedProfile[]): LeaveOut {
  return ({ index, journal }, place) => {
    const studyIds: string[] = [];
    const words: string[] = [];
    for (const { site, why } of keptElsewhere(profiles(), place)) {
      const taken = takeOut({ index, journal }, storedNames(index, site.studiesOf));
      if (taken.length === 0) continue;
      studyIds.push(...taken);
      words.push(`${site.name}: ${counted(taken.length)} not in this backup. ${why}`);
    }
    return { studyIds, words };
  };
}

/** Why not all of a store may go to a place, a sentence a site; none where all of it may. */
export function staysBehind(index: Db, profiles: readonly AppliedProfile[], place: Jurisdiction): readonly string[] {
  return keptElsewhere(profiles, place).flatMap(({ site, why }) => {
    const { length } = findDoomedSites(index, storedNames(index, site.studiesOf)).studyIds;
    return length === 0 ? [] : [`${site.name}: ${counted(length)} kept in another region. ${why}`];
  });
}

/** Sites whose studies may not lie in this place, and why. */
function keptElsewhere(
  profiles: readonly AppliedProfile[],
  place: Jurisdiction,
): readonly { readonly site: SiteProfile['site']; readonly why: string }[] {
  return profiles.flatMap(({ profile }) => {
    const answer = mayLieIn({ ...profile, revoked: isRevoked(profile) }, place);
    return answer.allowed ? [] : [{ site: profile.site, why: answer.words }];
  });
}

function counted(studies: number): string {
  return studies === 1 ? '1 study is' : `${studies} studies are`;
}

function takeOut(
  { index, journal }: { readonly index: Db; readonly journal: Db },
  sites: readonly string[],
): readonly string[] {
  if (sites.length === 0) return [];
  const doomed = findDoomedSites(index, sites);
  index.transaction(() => {
    deleteRows(index, doomed);
    // Rows on their way into the ledger; a store that is made of this copy begins a new one.
    index.prepare('DELETE FROM ledger_pending').run();
  })();
  deleteJournal(journal, { ...doomed, personIds: [] });
  return doomed.studyIds;
}

/** Names as the store has them: a profile names its sites without case. */
function storedNames(index: Db, names: readonly string[]): readonly string[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return knownSites(index).filter((name) => wanted.has(name.toLowerCase()));
}
