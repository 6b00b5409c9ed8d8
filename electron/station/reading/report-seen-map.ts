import { z } from 'zod';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { PersonId, ReportId, StudyId } from '../../../shared/model/ids.ts';
import { ReportSeenMap } from '../../../shared/model/seen.ts';
import type { Db } from '../kernel/sqlite.ts';
import { looksAt } from './looks.ts';

const ObjectRow = z.object({
  series_id: z.string(),
  object_id: ObjectId,
  sop_uid: z.string().nullable(),
  frames: z.number(),
});
const SeriesRow = z.object({
  series_id: z.string(),
  series_uid: z.string(),
  number: z.number().nullable(),
  description: z.string().nullable(),
  modality: z.string().nullable(),
});
const SeenRow = z.object({ object_id: ObjectId, frame: z.number(), at: z.string() });

/** What of a study stood on the glass of who signs, by the journal as it is now: every picture of the study, in the order of its series. */
export function reportSeenMap(
  { index, journal }: { readonly index: Db; readonly journal: Db },
  signing: {
    readonly reportId: ReportId;
    readonly studyId: StudyId;
    readonly by: { readonly personId: PersonId; readonly name: string };
    readonly at: string;
  },
): ReportSeenMap {
  const { studyId, by } = signing;
  return { format: 1, ...signing, series: seenSeries({ index, journal }, by.personId, studyId) };
}

/** What one person had on the glass of a study, in the order of its series. */
export function seenSeries(
  { index, journal }: { readonly index: Db; readonly journal: Db },
  personId: PersonId,
  studyId: StudyId,
): ReportSeenMap['series'] {
  const objects = index
    .prepare(
      `SELECT series_id, object_id, sop_uid, frames FROM object JOIN series USING (series_id)
       WHERE study_id = ? AND frames > 0 AND rejected IS NULL ORDER BY sort_key, object_id`,
    )
    .all(studyId)
    .map((row) => ObjectRow.parse(row));
  const shown = shownFrames(journal, personId, [...new Set(objects.map(({ object_id: id }) => id))]);
  const aside = new Set(
    journal
      .prepare<[string, string], string>('SELECT series_uid FROM series_aside WHERE person_id = ? AND study_id = ?')
      .pluck()
      .all(personId, studyId),
  );
  return index
    .prepare(
      'SELECT series_id, series_uid, number, description, modality FROM series WHERE study_id = ? ORDER BY number, series_uid',
    )
    .all(studyId)
    .map((row) => SeriesRow.parse(row))
    .map(({ series_id: seriesId, series_uid: seriesUid, ...words }) => ({
      ...{ seriesUid, ...words, aside: aside.has(seriesUid) },
      objects: objects
        .filter((one) => one.series_id === seriesId)
        .map(({ object_id: objectId, sop_uid: sopUid, frames }) => ({
          ...{ objectId, sopUid, frames, shown: shown.get(objectId) ?? [] },
        })),
    }))
    .filter(({ objects: own }) => own.length > 0);
}

/** As the blob of a signed report holds it. */
export function seenMapBytes(map: ReportSeenMap): Uint8Array {
  return Buffer.from(JSON.stringify(map), 'utf8');
}

/** Throws where it is none of ours: the bytes were verified before. */
export function readSeenMap(bytes: Uint8Array): ReportSeenMap {
  return ReportSeenMap.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}

type ShownFrame = ReportSeenMap['series'][number]['objects'][number]['shown'][number];

function shownFrames(journal: Db, personId: PersonId, ids: readonly ObjectId[]): ReadonlyMap<ObjectId, ShownFrame[]> {
  const times = new Map<string, string>();
  const seen = journal
    .prepare<[string, string]>(
      'SELECT object_id, frame, at FROM seen WHERE person_id = ? AND object_id IN (SELECT value FROM json_each(?))',
    )
    .all(personId, JSON.stringify(ids))
    .map((row) => SeenRow.parse(row));
  const frames = new Map<ObjectId, Map<number, ShownFrame>>();
  const put = (objectId: ObjectId, one: ShownFrame): void => {
    const own = frames.get(objectId) ?? new Map<number, ShownFrame>();
    frames.set(objectId, own.set(one.frame, one));
  };
  for (const { object_id: objectId, frame, at } of seen) {
    times.set(`${objectId}/${frame}`, at);
    // By a journal that did not keep for how long: it was there.
    put(objectId, { frame, at, glassMs: 0, fullMs: 0, parts: [0, 0] });
  }
  for (const { objectId, ...look } of looksAt(journal, personId, ids)) {
    put(objectId, { ...look, at: times.get(`${objectId}/${look.frame}`) ?? null });
  }
  return new Map([...frames].map(([objectId, own]) => [objectId, [...own.values()].sort((a, b) => a.frame - b.frame)]));
}
