import { z } from 'zod';
import type { ParsedRequest } from '../../../../shared/contract/index.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ConferenceId, ReviewId, StudyId } from '../../../../shared/model/ids.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { Conference } from '../../../../shared/model/review/conference.ts';
import type { Commands } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';

export interface ConferencesParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

const ListRow = z.object({ conference_id: ConferenceId, title: z.string(), revision: z.number() });
const CaseRow = z.object({
  study_id: StudyId,
  review_id: ReviewId.nullable(),
  question: z.string(),
  learning_point: z.string(),
  presenter_notes: z.string(),
  minutes: z.number(),
});
const LabelRow = z.object({ modalities: z.string(), date: z.string().nullable(), description: z.string().nullable() });

/** Lists of cases for teaching, each in the order in which they are shown. */
export class Conferences {
  readonly #parts: ConferencesParts;

  constructor(parts: ConferencesParts) {
    this.#parts = parts;
  }

  list(): Conference[] {
    return this.#parts.index
      .prepare('SELECT conference_id, title, revision FROM conference ORDER BY title, conference_id')
      .all()
      .map((row) => this.#conference(ListRow.parse(row)));
  }

  /** @throws AppError review/no-such-conference */
  one(conferenceId: ConferenceId): Conference {
    const row = this.#parts.index
      .prepare('SELECT conference_id, title, revision FROM conference WHERE conference_id = ?')
      .get(conferenceId);
    if (row === undefined) throw new AppError('review/no-such-conference', 'no such list');
    return this.#conference(ListRow.parse(row));
  }

  /** @throws AppError review/no-such-conference, review/conference-changed, archive/unknown-study */
  save({ conferenceId, revision, title, cases }: ParsedRequest<'review.saveConference'>): Conference {
    const { index, commands, personId, clock } = this.#parts;
    for (const { studyId } of cases) labelOf(index, studyId);
    if (conferenceId !== null) this.one(conferenceId);
    const id = conferenceId ?? ConferenceId.parse(newId());
    const detail = { cases: cases.length, minutes: cases.reduce((sum, { minutes }) => sum + minutes, 0) };
    commands.run({ name: 'review.saveConference', personId, subject: id, detail }, (db) => {
      if (conferenceId === null) {
        db.prepare('INSERT INTO conference VALUES (?, ?, 1, ?, ?)').run(id, title, personId, clock.nowIso());
      } else {
        const { changes } = db
          .prepare('UPDATE conference SET title = ?, revision = revision + 1 WHERE conference_id = ? AND revision = ?')
          .run(title, id, revision);
        if (changes === 0) throw new AppError('review/conference-changed', 'the list was saved meanwhile');
      }
      db.prepare('DELETE FROM conference_case WHERE conference_id = ?').run(id);
      const put = db.prepare('INSERT INTO conference_case VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
      for (const [place, one] of cases.entries())
        put.run(
          ...[id, one.studyId, place, one.reviewId, one.question, one.learningPoint, one.presenterNotes, one.minutes],
        );
    });
    return this.one(id);
  }

  #conference({ conference_id: conferenceId, title, revision }: z.infer<typeof ListRow>): Conference {
    const { index } = this.#parts;
    const cases = index
      .prepare('SELECT * FROM conference_case WHERE conference_id = ? ORDER BY place')
      .all(conferenceId)
      .map((row) => {
        const found = CaseRow.parse(row);
        return {
          ...{ studyId: found.study_id, reviewId: found.review_id, question: found.question },
          ...{ learningPoint: found.learning_point, presenterNotes: found.presenter_notes, minutes: found.minutes },
          label: labelOf(index, found.study_id),
        };
      });
    return Conference.parse({ conferenceId, revision, title, cases });
  }
}

/** "CT 2024-03-01 Chest": nothing of the patient. @throws AppError archive/unknown-study */
export function labelOf(index: Db, studyId: StudyId): string {
  const row = index
    .prepare(
      `SELECT study_date AS date, description, coalesce((SELECT group_concat(DISTINCT modality) FROM series
         WHERE series.study_id = study.study_id AND modality NOT IN ('KO', 'PR', 'SR', 'SEG')), '') AS modalities
       FROM study WHERE study_id = ?`,
    )
    .get(studyId);
  if (row === undefined) throw new AppError('archive/unknown-study', 'the store has no such study');
  const { modalities, date, description } = LabelRow.parse(row);
  const day = /^\d{8}$/.test(date ?? '') ? (date ?? '').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') : '';
  return [modalities.replaceAll(',', '/'), day, description ?? ''].filter((part) => part !== '').join(' ');
}
