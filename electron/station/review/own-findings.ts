import { Communication } from '../../../shared/model/communication.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { isOpenLoop, ownerOf } from '../../../shared/rules/communication/state.ts';
import type { Db } from '../kernel/sqlite.ts';

/** Of these studies, those with a finding that this person still has to tell somebody of. */
export function studiesToTellOf(index: Db, personId: PersonId, studies: Iterable<string>): ReadonlySet<string> {
  const found = index
    .prepare<[string], string>('SELECT content FROM communication WHERE study_id IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(JSON.stringify([...studies]))
    .map((content) => Communication.parse(JSON.parse(content)))
    .filter((one) => isOpenLoop(one) && ownerOf(one) === personId);
  return new Set(found.map(({ studyId }) => studyId));
}
