import { z } from 'zod';
import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import { LossyFacts } from '../../../shared/model/image.ts';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import type { SeenFrame, SeenLook, SeenLooks, SeenObject } from '../../../shared/model/seen.ts';
import { lossyGround, worseGround } from '../../../shared/rules/lossy.ts';
import type { SeriesReading } from '../../../shared/report/unread.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import { picturesOf } from '../kernel/pictures-sql.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import { addLooks, looksAt } from './looks.ts';

const SeriesRow = z.object({
  series_id: z.string(),
  series_uid: z.string(),
  number: z.number().nullable(),
  description: z.string().nullable(),
  modality: z.string().nullable(),
  scout: z.number().nullable(),
});

const ObjectRow = z.object({
  object_id: ObjectId,
  series_id: z.string(),
  frames: z.number(),
  /** JSON; null where nothing was lost. */
  lossy: z.string().nullable(),
});
type ObjectRow = z.infer<typeof ObjectRow>;

/** What one reader has really had on the glass: frames in the journal, counted against the objects of the index. */
export class SeenMap {
  readonly #index: Db;
  readonly #journal: Db;
  readonly #personId: PersonId;
  readonly #faults: FaultPoints;

  constructor(options: {
    readonly index: Db;
    readonly journal: Db;
    readonly personId: PersonId;
    readonly faults?: FaultPoints;
  }) {
    this.#faults = options.faults ?? NO_FAULTS;
    this.#index = options.index;
    this.#journal = options.journal;
    this.#personId = options.personId;
  }

  /** Keeps the first time of each frame. Throws archive/unknown-object, dicom/frame-out-of-range: then nothing is kept. */
  save(frames: readonly SeenFrame[], looks?: SeenLooks): void {
    this.#requireFrames([...frames, ...(looks?.of ?? [])]);
    const keep = this.#journal.prepare(
      'INSERT INTO seen (person_id, object_id, frame, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    const save = this.#journal.transaction(() => {
      for (const { objectId, frame, at } of frames) keep.run(this.#personId, objectId, frame, at);
      if (looks) addLooks(this.#journal, this.#personId, looks);
    });
    this.#faults.around('seen frames', () => save.immediate());
  }

  setAside({ studyId, seriesUid, aside }: ParsedRequest<'reading.setAside'>, clock: Clock): string {
    const known = this.#index
      .prepare('SELECT 1 FROM series WHERE study_id = ? AND series_uid = ?')
      .get(studyId, seriesUid);
    if (known === undefined) throw new AppError('archive/unknown-series', 'the study has no such series');
    const at = clock.nowIso();
    if (aside) {
      const insert = this.#journal.prepare(
        `INSERT INTO series_aside (person_id, study_id, series_uid, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      );
      this.#faults.around('series aside', () => insert.run(this.#personId, studyId, seriesUid, at));
    } else {
      const remove = this.#journal.prepare(
        'DELETE FROM series_aside WHERE person_id = ? AND study_id = ? AND series_uid = ?',
      );
      this.#faults.around('series aside', () => remove.run(this.#personId, studyId, seriesUid));
    }
    return at;
  }

  of(studyId: StudyId): Response<'reading.seen'> {
    const ids = this.#objects(studyId).map(({ object_id: id }) => id);
    const rows = this.#journal
      .prepare<[string, string], { object_id: string; frames: string }>(
        `SELECT object_id, json_group_array(frame) AS frames FROM (
           SELECT object_id, frame FROM seen WHERE person_id = ? AND object_id IN (SELECT value FROM json_each(?))
           ORDER BY object_id, frame)
         GROUP BY object_id`,
      )
      .all(this.#personId, JSON.stringify(ids));
    const objects = rows.map(({ object_id: id, frames }): SeenObject => ({
      objectId: ObjectId.parse(id),
      frames: z.array(z.number()).parse(JSON.parse(frames)),
    }));
    return { objects, aside: [...this.#aside(studyId)] };
  }

  looks(studyId: StudyId): SeenLook[] {
    const ids = this.#objects(studyId).map(({ object_id: id }) => id);
    return looksAt(this.#journal, this.#personId, ids);
  }

  /** How far each series of the study was read, in the order of the series. */
  reading(studyId: StudyId): SeriesReading[] {
    const { objects, aside } = this.of(studyId);
    const seen = new Map(objects.map(({ objectId, frames }) => [objectId, frames.length]));
    const pictures = this.#objects(studyId);
    return this.#series(studyId).map((series) => {
      const own = pictures.filter((object) => object.series_id === series.series_id);
      return {
        number: series.number,
        description: series.description,
        modality: series.modality,
        pictures: sum(own.map((object) => object.frames)),
        seen: sum(own.map((object) => seen.get(object.object_id) ?? 0)),
        isScout: series.scout === 1,
        isAside: aside.includes(series.series_uid),
        ...lossySeen(own, seen),
      };
    });
  }

  /** Objects of a study that can be put on the glass; documents, waveforms and the like have no frames. */
  #objects(studyId: StudyId): ObjectRow[] {
    return this.#index
      .prepare(
        `SELECT object_id, series_id, ${picturesOf('object')} AS frames, json_extract(image, '$.lossy') AS lossy
         FROM object JOIN series USING (series_id) WHERE study_id = ? AND object.frames > 0 AND rejected IS NULL`,
      )
      .all(studyId)
      .map((row) => ObjectRow.parse(row));
  }

  #series(studyId: StudyId): z.infer<typeof SeriesRow>[] {
    return this.#index
      .prepare(
        `SELECT series_id, series_uid, number, description, modality, (
           SELECT min(coalesce(json_extract(image, '$.imageType'), '') LIKE '%"LOCALIZER"%') FROM object
           WHERE object.series_id = series.series_id AND frames > 0 AND rejected IS NULL) AS scout
         FROM series WHERE study_id = ? ORDER BY number, series_uid`,
      )
      .all(studyId)
      .map((row) => SeriesRow.parse(row));
  }

  #aside(studyId: StudyId): readonly string[] {
    return this.#journal
      .prepare<[string, string], string>(
        'SELECT series_uid FROM series_aside WHERE person_id = ? AND study_id = ? ORDER BY series_uid',
      )
      .pluck()
      .all(this.#personId, studyId);
  }

  #requireFrames(frames: readonly Pick<SeenFrame, 'objectId' | 'frame'>[]): void {
    const ids = [...new Set(frames.map(({ objectId }) => objectId))];
    const rows = this.#index
      .prepare<[string], { object_id: string; frames: number }>(
        `SELECT object_id, ${picturesOf('object')} AS frames
         FROM object WHERE object_id IN (SELECT value FROM json_each(?))`,
      )
      .all(JSON.stringify(ids));
    const known = new Map(rows.map((row) => [row.object_id, row.frames]));
    for (const { objectId, frame } of frames) {
      const count = known.get(objectId);
      if (count === undefined) throw new AppError('archive/unknown-object', 'the store has no such object');
      if (frame > count) throw new AppError('dicom/frame-out-of-range', 'the object has fewer frames');
    }
  }
}

/** Pictures on the glass that had lost something; nothing where none had. */
function lossySeen(own: readonly ObjectRow[], seen: ReadonlyMap<ObjectId, number>): Pick<SeriesReading, 'lossy'> {
  const shown = own.flatMap(({ object_id: id, lossy }) => {
    const pictures = seen.get(id) ?? 0;
    return lossy === null || pictures === 0
      ? []
      : [{ pictures, worst: lossyGround(LossyFacts.parse(JSON.parse(lossy))) }];
  });
  const [first] = shown;
  if (first === undefined) return {};
  const worst = shown.reduce((found, one) => worseGround(found, one.worst), first.worst);
  return { lossy: { pictures: sum(shown.map(({ pictures }) => pictures)), worst } };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
