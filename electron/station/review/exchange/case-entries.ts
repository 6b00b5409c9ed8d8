import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ObjectId, StudyId } from '../../../../shared/model/ids.ts';
import type { SentCase, SentOrder, SentProgramme } from '../../../../shared/model/review/package.ts';
import type { SourceReport } from '../../../../shared/model/review/source-report.ts';
import { objectEntry } from '../../../../shared/review/package/entries.ts';
import { withoutNames } from '../../../../shared/review/without-names.ts';
import type { Archive } from '../../archive/archive.ts';
import { KeyedNames } from '../../deidentify/keyed-names.ts';
import type { DecodePool } from '../../dicom/decode/decode-pool.ts';
import type { ParserPool } from '../../dicom/parser-pool.ts';
import { giveBack } from '../../kernel/give-back.ts';
import { inGroups, oneAhead } from '../../kernel/one-ahead.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { blindPictures, GROUP, hasUid, LeftOut, NO_UID, objectsOf, priorsToCopy, uidOf } from '../blind-objects.ts';
import type { PriorsToCopy } from '../blind-objects.ts';
import { sentCaseKey } from '../case-key.ts';
import { caseText, namesOf } from '../case-text.ts';
import type { EntryToWrite, PackageEntry } from '../package/write-package.ts';
import { sourceById } from '../source-rows.ts';
import type { Due } from './waiting.ts';

export interface CaseEntriesParts {
  readonly index: Db;
  readonly archive: Pick<Archive, 'priors' | 'readFile'>;
  readonly parsers: Pick<ParserPool, 'deidentifyAll'>;
  readonly pool: Pick<DecodePool, 'decode'>;
  /** Of peer review; a copy that is zeroed here. */
  readonly key: () => Uint8Array;
  /** @throws AppError residency/… */
  readonly requireMayLeave: (objectId: ObjectId) => void;
  /** What the order of a study says, with whatever names are in it. */
  readonly order: (studyId: StudyId) => { readonly procedure: string | null; readonly reason: string | null } | null;
}

export interface Progress {
  readonly signal: AbortSignal;
  readonly report: (doneCount: number, totalCount: number) => void;
}

interface CaseStudies extends Due {
  readonly source: SourceReport;
  readonly studies: readonly { readonly studyId: StudyId; readonly objects: ReturnType<typeof objectsOf> }[];
  /** Priors that cannot go out. */
  readonly without: PriorsToCopy['without'];
}

/** What of cases goes out: pictures and order without a name, and nothing of who wrote the report or what it says, unless it may be read. */
export async function* caseEntries(
  parts: CaseEntriesParts,
  programme: SentProgramme,
  due: readonly Due[],
  { signal, report }: Progress,
): AsyncGenerator<EntryToWrite> {
  const cases = due.map((one) => studiesOf(parts, one));
  for (const { studies } of cases) {
    for (const { objects } of studies) for (const { object_id: id } of objects) parts.requireMayLeave(id);
  }
  yield document('programme.json', programme);
  yield document('orders.json', { orders: cases.flatMap((one) => orderOf(parts, one)) });
  const totalCount = cases.flatMap(({ studies }) => studies.flatMap(({ objects }) => objects)).length;
  const sent: SentCase[] = [];
  let [doneCount, number] = [0, 0];
  for (const one of cases) {
    const studies: SentCase['studies'] = [];
    const key = sentCaseKey(parts.key, one.review.reviewId, one.role);
    try {
      for (const { studyId, objects } of one.studies) {
        const leftOut = new LeftOut();
        let count = 0;
        const to = { reviewId: one.review.reviewId, key, faces: 'refuse' } as const;
        // What comes next is cleaned while this is sealed and written.
        const groups = oneAhead(inGroups(objects, GROUP), async (group) => {
          if (signal.aborted) throw new AppError('request/cancelled', 'the package was stopped', { retry: 'now' });
          const left = new LeftOut();
          return { good: await blindPictures(parts, to, group, left), left, tried: group.length };
        });
        for await (const { good, left, tried } of groups) {
          for (const { parts: bytes, from } of good) {
            number += 1;
            count += 1;
            yield { name: objectEntry(number), bytes };
            giveBack([from]);
          }
          leftOut.addAll(left);
          doneCount += tried;
          report(doneCount, totalCount);
        }
        const studyUid = new KeyedNames(key).uid(uidOf(parts.index, studyId));
        if (studies.length === 0) for (const modality of one.without) leftOut.addPrior(modality, NO_UID);
        studies.push({ studyUid, objects: count, leftOut: leftOut.lines() });
      }
    } finally {
      key.fill(0);
    }
    sent.push({ ...factsOf(parts, one), studies });
  }
  yield document('cases.json', { cases: sent });
}

export function document(name: string, content: unknown): PackageEntry {
  return { name, bytes: Buffer.from(JSON.stringify(content), 'utf8') };
}

function studiesOf({ index, archive }: CaseEntriesParts, due: Due): CaseStudies {
  const source = sourceById(index, due.review.sourceReportId);
  if (source === null) throw new AppError('review/no-such-case', 'its report is not here any more');
  // One that cannot be copied keeps no other case back: it is read without pictures.
  if (source.studyId === null || !source.pixels || !hasUid(index, source.studyId))
    return { ...due, source, studies: [], without: [] };
  const { studyIds, without } = priorsToCopy(index, archive, source.studyId);
  const ids = [source.studyId, ...studyIds];
  return { ...due, source, without, studies: ids.map((studyId) => ({ studyId, objects: objectsOf(index, studyId) })) };
}

function factsOf({ index }: CaseEntriesParts, { review, role, source }: CaseStudies): Omit<SentCase, 'studies'> {
  const isBlind = role === 'reviewer' && review.kind !== 'prior-while-reading';
  const { modality, region } = source;
  return {
    ...{ caseId: review.reviewId, role, modality, region, drawnAt: review.drawnAt },
    report: isBlind ? null : (caseText(index, source) ?? []),
  };
}

function orderOf(
  { index, order }: CaseEntriesParts,
  { review, source }: CaseStudies,
): { readonly caseId: string; readonly order: SentOrder }[] {
  const said = source.studyId === null ? null : order(source.studyId);
  if (said === null) return [];
  const names = namesOf(index, source);
  const clean = (text: string | null): string => withoutNames(text ?? '', names);
  return [{ caseId: review.reviewId, order: { procedure: clean(said.procedure), question: clean(said.reason) } }];
}
