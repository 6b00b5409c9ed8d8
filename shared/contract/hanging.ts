import { z } from 'zod';
import { HangingProtocol } from '../hanging/protocol/protocol.ts';
import { call } from './define.ts';
import { ADMINISTRATION, CLINICAL } from './roles.ts';

/** Whoever hangs pictures, and who looks after what a station hangs by. */
const USING = [...CLINICAL, ...ADMINISTRATION];

export const hangingCalls = {
  /** What counts for who asks: one document an id, of the latest scope; and who they are to rules on `reader` and `readerGroup`. */
  'hanging.protocols': call(
    z.strictObject({}),
    z.strictObject({
      protocols: z.array(HangingProtocol),
      reader: z.strictObject({ name: z.string(), groups: z.array(z.string()) }),
    }),
    { roles: USING },
  ),
} as const;
