import type { StudyId } from '../../../shared/model/ids.ts';
import type { SignedDocument } from '../../../shared/report/signed-document.ts';
import type { Db } from '../kernel/sqlite.ts';
import { receivedObjects } from './study-facts.ts';

/** Where the objects of what a signed report is about are others than it was signed over: how many there were, and how many there are. */
export function changedSince(
  index: Db,
  { objectsHash, objectsReceived, accessions = [] }: SignedDocument,
  own: StudyId,
): { readonly changed?: { readonly then: number; readonly now: number } } {
  const others = accessions.slice(1).map(({ studyId, objects, objectsHash: hash }) => ({ studyId, objects, hash }));
  const all = [{ studyId: own, objects: objectsReceived, hash: objectsHash }, ...others];
  const now = all.map(({ studyId }) => receivedObjects(index, studyId));
  if (all.every(({ hash }, at) => now[at]?.hash === hash)) return {};
  const sum = (counts: readonly number[]): number => counts.reduce((whole, count) => whole + count, 0);
  return { changed: { then: sum(all.map(({ objects }) => objects)), now: sum(now.map(({ count }) => count)) } };
}
