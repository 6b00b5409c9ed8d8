import type { PersonId } from '../../../shared/model/ids.ts';
import type { Db } from '../kernel/sqlite.ts';

/** Ids of the protocols that a person switched off. */
export function switchedOff(db: Db, personId: PersonId): ReadonlySet<string> {
  return new Set(
    db.prepare<[string], string>('SELECT protocol_id FROM hanging_off WHERE person_id = ?').pluck().all(personId),
  );
}

/** @param at null: switched on again */
export function setSwitchedOff(db: Db, personId: PersonId, id: string, at: string | null): void {
  if (at === null) db.prepare('DELETE FROM hanging_off WHERE person_id = ? AND protocol_id = ?').run(personId, id);
  else db.prepare('INSERT OR IGNORE INTO hanging_off VALUES (?, ?, ?)').run(personId, id, at);
}
