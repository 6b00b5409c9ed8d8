import { z } from 'zod';
import { PrefetchPin, PrefetchReport, PrefetchSettings } from '../model/prefetch.ts';
import { call } from './define.ts';
import { CLINICAL, KEEPING } from './roles.ts';

const Uid = z.string().regex(/^[0-9.]{1,64}$/);

export const prefetchCalls = {
  /**
   * What would be fetched and evicted now, and why. Changes nothing.
   * @param request.ask sources are asked for priors first; without it what they said before counts
   */
  'prefetch.plan': call(z.strictObject({ ask: z.boolean() }), PrefetchReport, { roles: CLINICAL }),
  /** Evicts what the plan says, each on record, and asks for what is to be fetched now. */
  'prefetch.run': call(
    z.strictObject({}),
    z.strictObject({ plan: PrefetchReport, asked: z.number().int(), evicted: z.number().int() }),
    { roles: KEEPING },
  ),
  'prefetch.change': call(PrefetchSettings, PrefetchSettings, { roles: KEEPING }),
  /** A pinned study is fetched first and never evicted. pin null: no more. */
  'prefetch.pin': call(z.strictObject({ studyUid: Uid, pin: PrefetchPin.nullable() }), z.strictObject({}), {
    roles: KEEPING,
  }),
} as const;
