import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { WireError } from '../../../shared/errors/app-error.ts';
import { JobId, ReviewId, StudyId } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import type { Archive } from '../archive/archive.ts';
import type { SiteIngests } from '../archive/site-ingests.ts';
import { KeyedNames } from '../deidentify/keyed-names.ts';
import type { DecodePool } from '../dicom/decode/decode-pool.ts';
import type { ParserPool } from '../dicom/parser-pool.ts';
import type { Commands } from '../kernel/command.ts';
import type { JobContext } from '../kernel/job-run.ts';
import type { Jobs, Json } from '../kernel/jobs.ts';
import type { Db } from '../kernel/sqlite.ts';
import { blindPictures, GROUP, LeftOut, NO_UID, objectsOf, priorsToCopy, uidOf } from './blind-objects.ts';
import type { PriorsToCopy } from './blind-objects.ts';
import { readPictures, storePictures } from './bring-pictures.ts';
import { caseKey } from './case-key.ts';
import { REVIEW_SITE } from './review-key.ts';

export interface BlindCopiesParts {
  readonly index: Db;
  readonly jobs: Pick<Jobs, 'enqueue' | 'define' | 'onProgress'>;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  readonly archive: Pick<Archive, 'priors' | 'readFile'>;
  readonly ingests: Pick<SiteIngests, 'of'>;
  readonly parsers: Pick<ParserPool, 'readBytes' | 'deidentifyAll'>;
  readonly pool: Pick<DecodePool, 'decode'>;
  /** Of peer review; a copy that is zeroed here. */
  readonly key: () => Uint8Array;
  readonly onReady: (reviewId: ReviewId) => void;
  /** It was tried as often as it is. */
  readonly onFailed: (reviewId: ReviewId, error: WireError) => void;
}

export const COPY_JOB = 'review-copy';
const Payload = z.strictObject({ reviewId: ReviewId, studyId: StudyId });
/** It stays in the store: faces are not the question here. */
const FACES = 'keep';

/** The job of a case that is not finished. */
const UNDER_WAY = `
  SELECT job_id FROM job WHERE kind = ? AND state IN ('waiting', 'running') AND json_extract(payload, '$.reviewId') = ?
  ORDER BY seq LIMIT 1`;

const LeftOutLines = z.array(z.strictObject({ what: z.string(), why: z.string() }));
/** Of a case that came in a package: its place there. */
const StudyIdOrPlace = z.string();
const CopyRow = z.object({ study_id: StudyId.nullable(), left_out: z.string().nullable(), of_study: StudyIdOrPlace });

/**
 * Copies of studies without a name, for reading blind: pictures only, with new identifiers that follow from the case, so that the desk
 * shows them like any study and nothing on it can tell whose they are. Reports, marks and results of programs are not copied: they would
 * say what others saw.
 */
export class BlindCopies {
  readonly #parts: BlindCopiesParts;

  constructor(parts: BlindCopiesParts) {
    this.#parts = parts;
    parts.jobs.define(COPY_JOB, {
      payload: Payload,
      maxAttempts: 3,
      waitsForRoom: true,
      run: (context, payload) => this.#copy(context, payload),
    });
    parts.jobs.onProgress.on(({ jobId, kind, state, error }) => {
      if (kind !== COPY_JOB || state !== 'failed' || error === null) return;
      const reviewId = this.#caseOfJob(jobId);
      if (reviewId !== null) parts.onFailed(reviewId, error);
    });
  }

  /** Null while it is not whole. */
  of(reviewId: ReviewId): ReviewView['copy'] {
    const rows = this.#rows(reviewId);
    const [first] = rows;
    if (first === undefined || first.study_id === null || rows.some((row) => row.left_out === null)) return null;
    return {
      studyId: first.study_id,
      leftOut: rows.flatMap((row) => LeftOutLines.parse(JSON.parse(row.left_out ?? '[]'))),
    };
  }

  /** Null: the study is no copy. */
  caseOf(studyId: StudyId): ReviewId | null {
    const found = this.#parts.index
      .prepare<[string], string>('SELECT review_id FROM review_copy JOIN study USING (study_uid) WHERE study_id = ?')
      .pluck()
      .get(studyId);
    return found === undefined ? null : ReviewId.parse(found);
  }

  /** Begins a copy where there is none, or gives the one that is under way, from before a restart too. Null: it is whole. */
  begin(reviewId: ReviewId, studyId: StudyId): JobId | null {
    const { index, jobs, personId } = this.#parts;
    if (this.of(reviewId) !== null) return null;
    const underWay = index.prepare<[string, string], string>(UNDER_WAY).pluck().get(COPY_JOB, reviewId);
    if (underWay !== undefined) return JobId.parse(underWay);
    return jobs.enqueue(COPY_JOB, { reviewId, studyId }, { personId });
  }

  async #copy({ signal, report }: JobContext, { reviewId, studyId }: z.infer<typeof Payload>): Promise<Json> {
    const { ingests, onReady } = this.#parts;
    const key = caseKey(this.#parts.key, reviewId);
    let doneCount = 0;
    try {
      const studies = this.#toCopy(reviewId, studyId, key).map((id) => ({
        id,
        objects: objectsOf(this.#parts.index, id),
      }));
      const totalCount = studies.reduce((sum, { objects }) => sum + objects.length, 0);
      const { ingest } = await ingests.of(REVIEW_SITE);
      for (const { id, objects } of studies) {
        const leftOut = new LeftOut();
        for (let at = 0; at < objects.length; at += GROUP) {
          if (signal.aborted) throw new AppError('request/cancelled', 'the copy was stopped', { retry: 'now' });
          const group = objects.slice(at, at + GROUP);
          const good = await blindPictures(this.#parts, { reviewId, key, faces: FACES }, group, leftOut);
          const whole = good.map(({ parts }) => Buffer.concat(parts));
          await storePictures(ingest, await readPictures(this.#parts.parsers, whole), `review ${reviewId}`);
          doneCount += group.length;
          report({ doneCount, totalCount, doneBytes: 0, totalBytes: null });
        }
        const { without } = id === studyId ? this.#priors(studyId) : { without: [] };
        for (const modality of without) leftOut.addPrior(modality, NO_UID);
        this.#finish(reviewId, id, leftOut);
      }
    } finally {
      key.fill(0);
    }
    onReady(reviewId);
    return { objects: doneCount };
  }

  #caseOfJob(jobId: JobId): ReviewId | null {
    const found = this.#parts.index
      .prepare<[string], string>("SELECT json_extract(payload, '$.reviewId') FROM job WHERE job_id = ?")
      .pluck()
      .get(jobId);
    return found === undefined ? null : ReviewId.parse(found);
  }

  /**
   * Studies of the copy that are not whole yet. All of them are noted at once, before the first picture is kept: a copy of which a part has
   * not begun would pass for a whole one, and what is whole stays so when its job begins again.
   */
  #toCopy(reviewId: ReviewId, studyId: StudyId, key: Uint8Array): StudyId[] {
    const { index, commands, personId } = this.#parts;
    if (this.#rows(reviewId).length === 0) {
      const studies = [studyId, ...this.#priors(studyId).studyIds];
      const copies = studies.map((id) => [new KeyedNames(key).uid(uidOf(index, id)), reviewId, id] as const);
      const detail = { studies: copies.length };
      commands.run({ name: 'review.beginCopy', personId, subject: reviewId, detail }, (db) => {
        const put = db.prepare(
          'INSERT INTO review_copy (study_uid, review_id, of_study, left_out) VALUES (?, ?, ?, NULL)',
        );
        for (const copy of copies) put.run(...copy);
      });
    }
    return this.#rows(reviewId).flatMap((row) => (row.left_out === null ? [StudyId.parse(row.of_study)] : []));
  }

  #priors(studyId: StudyId): PriorsToCopy {
    const { index, archive } = this.#parts;
    return priorsToCopy(index, archive, studyId);
  }

  #finish(reviewId: ReviewId, studyId: StudyId, leftOut: LeftOut): void {
    const { commands, personId } = this.#parts;
    const lines = leftOut.lines();
    const detail = { leftOut: lines.length };
    commands.run({ name: 'review.endCopy', personId, subject: reviewId, detail }, (db) => {
      db.prepare('UPDATE review_copy SET left_out = ? WHERE review_id = ? AND of_study = ?').run(
        ...[JSON.stringify(lines), reviewId, studyId],
      );
    });
  }

  /** The case first, then its priors. */
  #rows(reviewId: ReviewId): z.infer<typeof CopyRow>[] {
    return this.#parts.index
      .prepare(
        `SELECT study.study_id, left_out, of_study FROM review_copy LEFT JOIN study USING (study_uid)
         JOIN review USING (review_id) JOIN review_source USING (source_report_id)
         WHERE review_id = ? ORDER BY of_study <> review_source.study_id, of_study`,
      )
      .all(reviewId)
      .map((row) => CopyRow.parse(row));
  }
}
