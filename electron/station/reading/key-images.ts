import { z } from 'zod';
import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { ObjectId, PersonId } from '../../../shared/model/ids.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { KeyLook } from '../../../shared/model/key-look.ts';
import { KeyTitle } from '../../../shared/model/key-image.ts';
import type { KeyImage } from '../../../shared/model/key-image.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import { picturesOf } from '../kernel/pictures-sql.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

const Row = z.object({
  object_id: ObjectId,
  frame: z.number(),
  person_id: PersonId,
  title: KeyTitle,
  note: z.string(),
  look: z.string().nullable(),
  at: z.string(),
});

export interface KeyImagesOptions {
  readonly index: Db;
  readonly journal: Db;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly faults?: FaultPoints;
}

/** Pictures that readers of this station marked, in the journal. */
export class KeyImages {
  readonly #options: KeyImagesOptions;

  constructor(options: KeyImagesOptions) {
    this.#options = options;
  }

  /** Marks of every person, the first first. @throws AppError archive/unknown-study */
  list(studyId: StudyId): Response<'reading.keyImages'> {
    const { index, personId } = this.#options;
    if (index.prepare('SELECT 1 FROM study WHERE study_id = ?').get(studyId) === undefined)
      throw new AppError('archive/unknown-study', 'the store has no such study');
    const nameOf = index.prepare<[string], string>('SELECT name FROM person WHERE person_id = ?').pluck();
    const keyImages = this.of(studyId).map((one) => ({
      ...one,
      byName: nameOf.get(one.by) ?? '',
      mine: one.by === personId,
    }));
    return { keyImages };
  }

  of(studyId: StudyId): KeyImage[] {
    return this.#options.journal
      .prepare<[string]>('SELECT * FROM key_image WHERE study_id = ? AND marked = 1 ORDER BY at, object_id, frame')
      .all(studyId)
      .map((found) => {
        const { object_id: objectId, frame, person_id: by, title, note, look, at } = Row.parse(found);
        const shown = look === null ? {} : { look: KeyLook.parse(JSON.parse(look)) };
        return { studyId, objectId, frame, title, note, by, at, ...shown };
      });
  }

  /**
   * Marks a picture for this reader, changes its title and note, or takes the mark away; answers after the commit.
   * @throws AppError archive/unknown-object, dicom/frame-out-of-range
   */
  mark(request: ParsedRequest<'reading.markImage'>): Omit<Response<'reading.markImage'>, 'takenBack'> {
    const { journal, clock, personId, faults = NO_FAULTS } = this.#options;
    const { studyId, objectId, frame, title, note, marked, look } = request;
    this.#requireFrame(studyId, objectId, frame);
    const now = clock.nowIso();
    const shown = look === undefined ? null : JSON.stringify(look);
    const save = journal.prepare(
      `INSERT INTO key_image (study_id, object_id, frame, person_id, title, note, at, saved_at, marked, look)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (study_id, object_id, frame, person_id) DO UPDATE SET title = excluded.title, note = excluded.note,
         at = CASE WHEN marked = 1 THEN at ELSE excluded.at END, saved_at = excluded.saved_at, marked = excluded.marked,
         look = CASE WHEN marked = 1 THEN coalesce(excluded.look, look) ELSE excluded.look END`,
    );
    faults.around('key image', () =>
      save.run(studyId, objectId, frame, personId, title, note, now, now, marked ? 1 : 0, shown),
    );
    return { savedAt: now, ...this.list(studyId) };
  }

  #requireFrame(studyId: StudyId, objectId: ObjectId, frame: number): void {
    const frames = this.#options.index
      .prepare<[string, string], number>(
        `SELECT ${picturesOf('object')} FROM object JOIN series USING (series_id) WHERE object_id = ? AND study_id = ?`,
      )
      .pluck()
      .get(objectId, studyId);
    if (frames === undefined) throw new AppError('archive/unknown-object', 'the study has no such object');
    if (frame > frames) throw new AppError('dicom/frame-out-of-range', 'the object has fewer frames');
  }
}
