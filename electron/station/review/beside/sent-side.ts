import { z } from 'zod';
import type { ReviewId } from '../../../../shared/model/ids.ts';
import { SentSide } from '../../../../shared/model/review/beside.ts';
import type { BesideSide } from '../../../../shared/model/review/beside.ts';
import type { SourceReport } from '../../../../shared/model/review/source-report.ts';
import { KeyedNames } from '../../deidentify/keyed-names.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { sentCaseKey } from '../case-key.ts';
import type { CopyPlaces } from './copy-places.ts';

/** As it is kept at the station of the coordinator. */
export const SideFromElsewhere = z.strictObject({ role: z.literal('reviewer'), sent: SentSide });
export type SideFromElsewhere = Readonly<z.infer<typeof SideFromElsewhere>>;

const Picture = z.object({ sop_uid: z.string(), series_uid: z.string() });

/** What the reviewer of a case that came from elsewhere drew and had on the glass, for whoever sent it. */
export function sideToSend(index: Db, { marks, seen }: BesideSide): SentSide {
  const uidOf = index.prepare<[string], string | null>('SELECT sop_uid FROM object WHERE object_id = ?').pluck();
  return {
    marks: marks.map(({ at, ...mark }) => {
      const sopUid = at === null ? null : (uidOf.get(at.objectId) ?? null);
      return { ...mark, at: at === null || sopUid === null ? null : { sopUid, frame: at.frame } };
    }),
    seen:
      seen?.map(({ objects, ...series }) => ({
        ...series,
        objects: objects.map(({ objectId: _here, ...object }) => object),
      })) ?? null,
  };
}

/** The same on the copy of the case that is here: a picture that is not in it has no place, and stands under its name of there. */
export function sideHere(
  { index, key, places }: { readonly index: Db; readonly key: () => Uint8Array; readonly places: CopyPlaces },
  {
    reviewId,
    studies,
  }: { readonly reviewId: ReviewId; readonly studies: readonly NonNullable<SourceReport['studyId']>[] },
  { role, sent }: SideFromElsewhere,
): BesideSide {
  const uids = uidsHere({ index, key, places }, { reviewId, studies, role });
  const here = (uid: string): string => uids.get(uid) ?? uid;
  return {
    marks: sent.marks.map(({ at, ...mark }) => {
      const objectId = at === null ? null : places.object(here(at.sopUid));
      return { ...mark, at: at === null || objectId === null ? null : { objectId, frame: at.frame } };
    }),
    seen:
      sent.seen?.map(({ objects, seriesUid, ...series }) => ({
        ...{ ...series, seriesUid: here(seriesUid) },
        objects: objects.map(({ sopUid, ...object }) => {
          const copied = sopUid === null ? null : here(sopUid);
          return { ...object, sopUid: copied, objectId: copied === null ? null : places.object(copied) };
        }),
      })) ?? null,
  };
}

/** UIDs of the copy that was sent, each with that of the copy here. */
function uidsHere(
  { index, key, places }: Parameters<typeof sideHere>[0],
  {
    reviewId,
    studies,
    role,
  }: { readonly reviewId: ReviewId; readonly studies: readonly string[]; readonly role: 'reviewer' },
): ReadonlyMap<string, string> {
  const sent = sentCaseKey(key, reviewId, role);
  try {
    const names = new KeyedNames(sent);
    const pictures = index
      .prepare(
        `SELECT sop_uid, series_uid FROM object JOIN series USING (series_id)
         WHERE study_id IN (SELECT value FROM json_each(?)) AND sop_uid IS NOT NULL AND series_uid IS NOT NULL`,
      )
      .all(JSON.stringify(studies))
      .map((row) => Picture.parse(row));
    const originals = new Set(pictures.flatMap(({ sop_uid: sop, series_uid: series }) => [sop, series]));
    return new Map([...originals].map((uid) => [names.uid(uid), places.uid(uid)]));
  } finally {
    sent.fill(0);
  }
}
