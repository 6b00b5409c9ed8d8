import { z } from 'zod';
import { DestinationId, StudyId } from '../model/ids.ts';
import { call } from './define.ts';
import { CLINICAL, EVERY_ROLE } from './roles.ts';

/** What a program that asked for a case hears of it. */
export const ContextEvent = z.enum(['opened', 'closed', 'signed', 'held']);
export type ContextEvent = z.infer<typeof ContextEvent>;

/** Since the store was opened. */
export const ContextState = z.strictObject({
  destinationId: DestinationId,
  heard: z.number().int(),
  /** Nobody took it, or not in time. */
  dropped: z.number().int(),
});
export type ContextState = z.infer<typeof ContextState>;

export const contextCalls = {
  /** A study came on the desk because another program asked for its accession number. archive/unknown-study, request/bad */
  'context.opened': call(
    z.strictObject({ studyId: StudyId, accession: z.string().min(1).max(64) }),
    z.strictObject({}),
    { roles: CLINICAL },
  ),
  /** It lies on the desk no more. Of a study that nobody asked for, nothing is told. */
  'context.closed': call(z.strictObject({ studyId: StudyId }), z.strictObject({}), { roles: CLINICAL }),
  'context.state': call(z.strictObject({}), z.strictObject({ programs: z.array(ContextState).max(1000) }), {
    roles: EVERY_ROLE,
  }),
} as const;
