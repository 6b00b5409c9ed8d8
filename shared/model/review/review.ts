import { z } from 'zod';
import { DrawId, ProgrammeId, ReaderPseudonym, ReviewId, SourceReportId } from '../ids.ts';
import { ProgrammeKind } from './programme.ts';
import { RadpeerScore, Scoring } from './score.ts';

/** skipped: given back with a reason, and counted. agreed: what it came to stands, unless its author disagrees. */
export const ReviewState = z.enum([
  ...(['drawn', 'reading', 'locked', 'revealed', 'scored', 'arbitration', 'agreed', 'closed', 'skipped'] as const),
]);
export type ReviewState = z.infer<typeof ReviewState>;

/** What somebody is to one review. original: who wrote the report. */
export const ReviewRole = z.enum(['reviewer', 'second', 'third', 'coordinator', 'original']);
export type ReviewRole = z.infer<typeof ReviewRole>;

const Reason = z.string().trim().max(1000);
const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A further opinion, given without sight of the others. */
export const Opinion = z.strictObject({ score: RadpeerScore.nullable(), comment: z.string().trim().max(5000) });
export type Opinion = Readonly<z.infer<typeof Opinion>>;

/** What the author of the report says to it. */
export const Reply = z.strictObject({ agrees: z.boolean(), text: z.string().trim().max(5000) });
export type Reply = Readonly<z.infer<typeof Reply>>;

/** One move of a review (shared/review/states.ts has the table of who may make which, and when). */
export const ReviewMove = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('begin') }),
  z.strictObject({ kind: z.literal('skip'), reason: Reason }),
  /** SHA-256 of the canonical JSON of the BlindRead. */
  z.strictObject({ kind: z.literal('lock'), hash: Hash }),
  z.strictObject({ kind: z.literal('reveal') }),
  /** The report before one's own findings were locked. */
  z.strictObject({ kind: z.literal('unblind'), reason: Reason }),
  z.strictObject({ kind: z.literal('score'), scoring: Scoring }),
  /** For a further opinion; `reader` gives it. */
  z.strictObject({ kind: z.literal('refer'), reader: ReaderPseudonym }),
  z.strictObject({ kind: z.literal('opine'), opinion: Opinion }),
  /** Ends an arbitration; null in programmes without scores. */
  z.strictObject({ kind: z.literal('settle'), score: RadpeerScore.nullable() }),
  z.strictObject({ kind: z.literal('agree') }),
  z.strictObject({ kind: z.literal('reply'), reply: Reply }),
  z.strictObject({ kind: z.literal('dispute'), reason: Reason }),
  z.strictObject({ kind: z.literal('close') }),
]);
export type ReviewMove = Readonly<z.infer<typeof ReviewMove>>;
export type ReviewMoveKind = ReviewMove['kind'];

/** A move that was made. */
export const ReviewEvent = z.strictObject({
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
  by: ReaderPseudonym,
  role: ReviewRole,
  move: ReviewMove,
});
export type ReviewEvent = Readonly<z.infer<typeof ReviewEvent>>;

/** How a case came to be that nobody drew. following-up: its reviewer met the report while reading a later examination of the patient. */
export const MetBy = z.enum(['following-up']);
export type MetBy = z.infer<typeof MetBy>;

/** One case for one reviewer. Where it stands follows from its events. */
export const Review = z.strictObject({
  reviewId: ReviewId,
  programmeId: ProgrammeId,
  programmeVersion: z.number().int().min(1),
  kind: ProgrammeKind,
  /** Null: chosen while reading, or given by hand. */
  drawId: DrawId.nullable(),
  sourceReportId: SourceReportId,
  reviewer: ReaderPseudonym,
  author: ReaderPseudonym,
  drawnAt: z.iso.datetime(),
  events: z.array(ReviewEvent).max(200),
  /** Absent: it was drawn, or came in a package. */
  met: MetBy.optional(),
  /** It came from another station for a further opinion alone; absent: it is read here from the beginning. */
  asked: z.strictObject({ role: z.enum(['second', 'third']), reader: ReaderPseudonym }).optional(),
});
export type Review = Readonly<z.infer<typeof Review>>;
