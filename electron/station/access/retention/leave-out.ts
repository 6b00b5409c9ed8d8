import { mayLieIn } from '../../../../shared/rules/residency.ts';
import type { LeaveOut } from '../../kernel/backup/run-backup.ts';
import type { Db } from '../../kernel/sqlite.ts';
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
    for (const { profile } of profiles()) {
      const answer = mayLieIn({ ...profile, revoked: isRevoked(profile) }, place);
      if (answer.allowed) continue;
      const taken = takeOut({ index, journal }, storedNames(index, profile.site.studiesOf));
      if (taken.length === 0) continue;
      studyIds.push(...taken);
      words.push(
        `${profile.site.name}: ${taken.length} ${taken.length === 1 ? 'study is' : 'studies are'} not in this backup. ${answer.words}`,
      );
    }
    return { studyIds, words };
  };
}

function takeOut(
  { index, journal }: { readonly index: Db; readonly journal: Db },
  sites: readonly string[],
): readonly string[] {
  const doomed = findDoomedSites(index, sites);
  if (doomed.studyIds.length === 0) return [];
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
  return index
    .prepare<[string], string>('SELECT name FROM site WHERE lower(name) IN (SELECT lower(value) FROM json_each(?))')
    .pluck()
    .all(JSON.stringify(names));
}
