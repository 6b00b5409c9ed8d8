import { z } from 'zod';
import { WireError } from '../errors/app-error.ts';
import { DrawId, ProgrammeId, ReviewId, StudyId } from '../model/ids.ts';
import { DrawSeed, ShownDraw } from '../model/review/draw.ts';
import { BlindRead } from '../model/review/finding.ts';
import { CountedEvent, ReviewFigures } from '../model/review/figures.ts';
import { Programme } from '../model/review/programme.ts';
import { ReviewMove } from '../model/review/review.ts';
import { ReviewPerson, ReviewRow, ReviewView } from '../model/review/review-view.ts';
import { call, event } from './define.ts';
import { reviewAffectedCalls } from './review-affected.ts';
import { reviewBesideCalls } from './review-beside.ts';
import { reviewTeachCalls } from './review-teach.ts';
import { reviewTeachingCalls } from './review-teaching.ts';
import { reviewFigureCalls } from './review-figures.ts';
import { reviewPriorCalls } from './review-prior.ts';
import type { CallRoles } from './roles.ts';
import { CLINICAL } from './roles.ts';

/** Who runs programmes and may look up who is behind a pseudonym. */
const RUNNING: CallRoles = ['coordinator'];
const Of = z.strictObject({ reviewId: ReviewId });

/** Second readings of reports. What somebody may see of one follows from what they are to it. */
export const reviewCalls = {
  ...reviewAffectedCalls,
  ...reviewBesideCalls,
  ...reviewTeachingCalls,
  ...reviewTeachCalls,
  ...reviewFigureCalls,
  ...reviewPriorCalls,
  /** The newest version of each. */
  'review.programmes': call(z.strictObject({}), z.strictObject({ programmes: z.array(Programme) }), { roles: RUNNING }),
  /** Readers of this station and authors of reports brought in, by name: recorded each time. */
  'review.readers': call(z.strictObject({}), z.strictObject({ readers: z.array(ReviewPerson) }), { roles: RUNNING }),
  /** A new programme, or with its id the next version of one. review/no-such-programme, review/bad-programme. */
  'review.saveProgramme': call(
    z.strictObject({
      programmeId: ProgrammeId.nullable(),
      content: z.strictObject(Programme.shape).omit({ format: true, programmeId: true, version: true }),
    }),
    Programme,
    { roles: RUNNING },
  ),
  /** Draws so many cases; the seed is made where none is given, and recorded. review/no-such-programme. */
  'review.draw': call(
    z.strictObject({
      programmeId: ProgrammeId,
      seed: DrawSeed.nullable(),
      count: z.number().int().min(1).max(10_000),
    }),
    z.strictObject({ draw: ShownDraw, reviewIds: z.array(ReviewId) }),
    { roles: RUNNING },
  ),
  'review.draws': call(z.strictObject({}), z.strictObject({ draws: z.array(ShownDraw) }), { roles: RUNNING }),
  /** Draws a recorded draw again: whether the same cases come out. review/no-such-draw. */
  'review.redraw': call(z.strictObject({ drawId: DrawId }), z.strictObject({ isSame: z.boolean() }), {
    roles: RUNNING,
  }),
  /** What a programme came to. review/no-such-programme. */
  'review.figures': call(z.strictObject({ programmeId: ProgrammeId, event: CountedEvent }), ReviewFigures, {
    roles: RUNNING,
  }),
  /** Cases that the person has a part in, the oldest first. */
  'review.list': call(z.strictObject({}), z.strictObject({ cases: z.array(ReviewRow) }), { roles: CLINICAL }),
  /** review/no-such-case: not one of theirs. */
  'review.see': call(Of, ReviewView, { roles: CLINICAL }),
  /**
   * Puts the pictures on the desk: makes a copy without a name where there is none yet, and begins the reading where it was only drawn.
   * review/no-such-case, review/wrong-state.
   */
  'review.open': call(Of, ReviewView, { roles: CLINICAL }),
  /** The case whose copy a study is; null: it is a study like any other. */
  'review.ofStudy': call(z.strictObject({ studyId: StudyId }), z.strictObject({ reviewId: ReviewId.nullable() }), {
    roles: CLINICAL,
  }),
  /** Keeps what the reviewer has written so far; nothing after the lock. review/wrong-state. */
  'review.saveRead': call(z.strictObject({ reviewId: ReviewId, read: BlindRead }), z.strictObject({}), {
    roles: CLINICAL,
  }),
  /** Fixes the findings, as they were saved last, with their hash and the time. review/nothing-read. */
  'review.lock': call(Of, ReviewView, { roles: CLINICAL }),
  /** Any other move (shared/review/states.ts says who may make which, and its refusals). Moves of the desk itself are refused. */
  'review.move': call(z.strictObject({ reviewId: ReviewId, move: ReviewMove }), ReviewView, { roles: CLINICAL }),
} as const;

export const reviewEvents = {
  /** Something of a case is new: its copy is there, or somebody moved it. */
  'review.changed': event(Of),
  /** No copy without names was made; opening the case tries again. */
  'review.copyFailed': event(Of.extend({ error: WireError })),
} as const;
