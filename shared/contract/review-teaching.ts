import { z } from 'zod';
import { ConferenceId } from '../model/ids.ts';
import { Conference, ConferenceCases, TeachableCase } from '../model/review/conference.ts';
import { call } from './define.ts';
import type { CallRoles } from './roles.ts';

/** Whoever runs programmes chooses what is taught. */
const TEACHING: CallRoles = ['coordinator'];

/** Lists of cases for teaching. */
export const reviewTeachingCalls = {
  /** Settled cases with a learning point whose study is here. */
  'review.teachable': call(z.strictObject({}), z.strictObject({ cases: z.array(TeachableCase) }), { roles: TEACHING }),
  /** By title. */
  'review.conferences': call(z.strictObject({}), z.strictObject({ conferences: z.array(Conference) }), {
    roles: TEACHING,
  }),
  /**
   * A new list, or the next state of one, in the order of `cases`; `revision` is that which was changed.
   * review/no-such-conference, review/conference-changed, review/not-teachable, archive/unknown-study.
   */
  'review.saveConference': call(
    z.strictObject({
      conferenceId: ConferenceId.nullable(),
      revision: z.number().int().nonnegative(),
      title: Conference.shape.title,
      cases: ConferenceCases,
    }),
    Conference,
    { roles: TEACHING },
  ),
} as const;
