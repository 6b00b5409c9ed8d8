import type { StudyId } from '../../../shared/model/ids.ts';
import type { SignedFacts } from '../../../shared/model/report.ts';
import type { SignedDocument } from '../../../shared/report/signed-document.ts';
import { studyName } from '../../../shared/report/together.ts';
import type { Db } from '../kernel/sqlite.ts';
import { receivedObjects } from './study-facts.ts';

/** Where the objects of what a signed report is about are others than it was signed over: how many there were and are, and of which study. */
export function changedSince(
  index: Db,
  { objectsHash, objectsReceived, accessions = [] }: SignedDocument,
  own: StudyId,
): Pick<SignedFacts, 'changed'> {
  const others = accessions.slice(1).map(({ studyId, objects, objectsHash: hash }) => ({ studyId, objects, hash }));
  const all = [{ studyId: own, objects: objectsReceived, hash: objectsHash }, ...others];
  const now = all.map(({ studyId }) => receivedObjects(index, studyId));
  const isOther = all.map(({ hash }, at) => now[at]?.hash !== hash);
  if (!isOther.includes(true)) return {};
  const sum = (counts: readonly number[]): number => counts.reduce((whole, count) => whole + count, 0);
  // The list of a signature begins with the own study.
  const of = accessions.filter((_, at) => isOther[at]).map((one) => studyName(one));
  return {
    changed: {
      ...{ then: sum(all.map(({ objects }) => objects)), now: sum(now.map(({ count }) => count)) },
      ...(of.length === 0 ? {} : { of }),
    },
  };
}
