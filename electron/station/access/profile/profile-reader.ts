import type { PersonId } from '../../../../shared/model/ids.ts';
import type { ProfileReader, SiteProfile } from '../../../../shared/model/site-profile.ts';
import type { Db } from '../../kernel/sqlite.ts';

export interface ReaderName {
  readonly personId: PersonId;
  readonly name: string;
}

/**
 * What a profile says of a person: by id, else by a name that only one person of the store ever had. Null: it names nobody
 * who is surely this one.
 */
export function readerIn(index: Db, { readers }: SiteProfile, { personId, name }: ReaderName): ProfileReader | null {
  const byId = readers.find((reader) => reader.personId === personId);
  if (byId !== undefined) return byId;
  const byName = readers.find((reader) => reader.personId === null && reader.name === name);
  if (byName === undefined) return null;
  const bearers = index.prepare<[string], number>('SELECT count(*) FROM person WHERE name = ?').pluck().get(name);
  return bearers === 1 ? byName : null;
}
