import type { PersonId } from '../../../../shared/model/ids.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** Whether this person wants the slot. */
export function wantsSlot(index: Db, personId: PersonId): boolean {
  return index.prepare('SELECT 1 FROM meta WHERE key = ?').get(wishKey(personId)) !== undefined;
}

/** Call it inside a command. */
export function setWish(db: Db, personId: PersonId, on: boolean): void {
  if (on) db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, 'on')").run(wishKey(personId));
  else db.prepare('DELETE FROM meta WHERE key = ?').run(wishKey(personId));
}

function wishKey(personId: PersonId): string {
  return `os-slot/${personId}`;
}
