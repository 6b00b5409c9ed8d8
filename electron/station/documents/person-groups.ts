import type { PersonId } from '../../../shared/model/ids.ts';
import type { Db } from '../kernel/sqlite.ts';

/** Names of the groups that somebody is of. */
export function groupsOf(db: Db, personId: PersonId): string[] {
  return db
    .prepare<[string], string>('SELECT name FROM person_group WHERE person_id = ? ORDER BY name')
    .pluck()
    .all(personId);
}

export function setGroups(db: Db, personId: PersonId, groups: readonly string[]): void {
  db.prepare('DELETE FROM person_group WHERE person_id = ?').run(personId);
  const insert = db.prepare('INSERT INTO person_group VALUES (?, ?)');
  for (const name of new Set(groups)) insert.run(personId, name);
}
