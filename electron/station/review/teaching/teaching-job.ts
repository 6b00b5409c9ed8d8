import { z } from 'zod';
import type { ParsedRequest } from '../../../../shared/contract/index.ts';
import { Rect } from '../../../../shared/deidentify/text/blacken.ts';
import { ConferenceId } from '../../../../shared/model/ids.ts';
import type { JobId, PersonId } from '../../../../shared/model/ids.ts';
import { TeachingFile } from '../../../../shared/model/review/teaching-file.ts';
import { localZone } from '../../reading/local-zone.ts';
import type { JobContext } from '../../kernel/job-run.ts';
import type { Jobs, Json } from '../../kernel/jobs.ts';
import type { TeachingRoom } from './teaching-room.ts';

export interface TeachingJobParts {
  readonly jobs: Pick<Jobs, 'define' | 'enqueue' | 'result'>;
  readonly personId: PersonId;
  readonly teaching: Pick<TeachingRoom, 'writeWhatMay'>;
}

const TEACH_JOB = 'review-teach';
const Wanted = z.strictObject({
  conferenceId: ConferenceId,
  file: z.string().min(1),
  masks: z.array(Rect),
  looked: z.boolean(),
  zone: z.string(),
});
type Wanted = z.infer<typeof Wanted>;

/** Writes a teaching file as a job: every frame is decoded and searched, which takes minutes, and begins again after a crash. */
export class TeachingJob {
  readonly #parts: TeachingJobParts;

  constructor(parts: TeachingJobParts) {
    this.#parts = parts;
    parts.jobs.define(TEACH_JOB, {
      payload: Wanted,
      maxAttempts: 2,
      waitsForRoom: true,
      run: (context, wanted) => this.#write(context, wanted),
    });
  }

  start({ file, ...wanted }: ParsedRequest<'review.teachFile'>): JobId {
    const { jobs, personId } = this.#parts;
    const named = file.toLowerCase().endsWith('.zip') ? file : `${file}.zip`;
    return jobs.enqueue(TEACH_JOB, { ...wanted, file: named, zone: localZone(new Date()) }, { personId });
  }

  /** Null while it is under way. */
  result(jobId: JobId): TeachingFile | null {
    const found = this.#parts.jobs.result(jobId);
    return found === null ? null : TeachingFile.parse(found);
  }

  async #write({ signal, report }: JobContext, { conferenceId, file, masks, looked, zone }: Wanted): Promise<Json> {
    const wish = { what: { conferenceId }, out: file, masks, looked, zone };
    const written = await this.#parts.teaching.writeWhatMay(wish, {
      // The save dialog has asked, and a second attempt finds its own file.
      ...{ replace: true, signal },
      onCase: (done, total) => report({ doneCount: done, totalCount: total, doneBytes: 0, totalBytes: null }),
    });
    return {
      file: written.files.length === 0 ? null : file,
      cases: written.cases.map(({ pseudonym, pictures, leftOut }) => ({
        ...{ pseudonym, pictures },
        leftOut: leftOut.map((one) => ({ ...one })),
      })),
    };
  }
}
