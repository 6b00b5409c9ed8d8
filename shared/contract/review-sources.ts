import { z } from 'zod';
import { DrawId, JobId, SourceReportId } from '../model/ids.ts';
import { BringFormat, BroughtReports } from '../model/review/brought.ts';
import { HandFlag, PooledReport } from '../model/review/pool.ts';
import { ReviewState } from '../model/review/review.ts';
import { call } from './define.ts';
import { LONGEST_PATH } from './file-token.ts';
import type { CallRoles } from './roles.ts';

const RUNNING: CallRoles = ['coordinator'];
const Bringing = {
  format: BringFormat,
  /** Name of the store's site whose reports these are. */
  site: z.string().trim().min(1).max(200),
  /** IANA name in which times without an offset were written; null: this computer's. request/bad: no such zone. */
  zone: z.string().min(1).max(100).nullable(),
};
const Number = z.string().trim().min(1).max(200);

/** Reports that second readings are drawn from, beside those of this station. */
export const reviewSourceCalls = {
  /** Asks for a file of reports and begins to bring it in. Null: no file was chosen. */
  'review.bring': call(z.strictObject(Bringing), z.strictObject({ jobId: JobId.nullable() }), {
    roles: RUNNING,
    side: 'shell',
  }),
  /** The same with the path: from the shell alone. */
  'review.bringFile': call(
    z.strictObject({ ...Bringing, file: z.string().min(1).max(LONGEST_PATH) }),
    z.strictObject({ jobId: JobId.nullable() }),
    { roles: RUNNING, caller: 'shell' },
  ),
  /** What a file came to; null while it is read. review/bad-source-file, disk and job failures. */
  'review.brought': call(z.strictObject({ jobId: JobId }), z.strictObject({ brought: BroughtReports.nullable() }), {
    roles: RUNNING,
  }),
  /** How many reports there are to draw from, by where they came from; withStudy: their study is on this station. */
  'review.pool': call(
    z.strictObject({}),
    z.strictObject({
      pool: z.array(z.strictObject({ origin: z.string(), reports: z.number().int(), withStudy: z.number().int() })),
    }),
    { roles: RUNNING },
  ),
  /** Reports by accession, or by what their sender calls them. */
  'review.findReports': call(z.strictObject({ number: Number }), z.strictObject({ reports: z.array(PooledReport) }), {
    roles: RUNNING,
  }),
  /** Marks every report of a number, or takes the mark back. Recorded. review/no-such-source. */
  'review.flag': call(
    z
      .strictObject({
        /** Our id of it, or its sender's. */
        report: Number.nullable(),
        accession: Number.nullable(),
        /** Null: of whatever site. */
        site: z.string().max(200).nullable(),
        flag: HandFlag,
        isOn: z.boolean(),
        reason: z.string().trim().max(1000),
      })
      .refine(({ report, accession }) => (report === null) !== (accession === null), 'one number'),
    z.strictObject({ reports: z.array(PooledReport) }),
    { roles: RUNNING },
  ),
  /**
   * Cases of one draw as whoever runs it sees them. state null: they have another part in it. skipped: the reason it was given back for.
   * review/no-such-draw.
   */
  'review.drawnCases': call(
    z.strictObject({ drawId: DrawId }),
    z.strictObject({
      cases: z.array(
        z.strictObject({
          sourceReportId: SourceReportId,
          name: z.string(),
          state: ReviewState.nullable(),
          skipped: z.string().nullable(),
        }),
      ),
    }),
    { roles: RUNNING },
  ),
} as const;
