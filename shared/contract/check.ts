import { z } from 'zod';
import { ImageInfo } from '../model/image.ts';
import { NewStationCheck, StationCheck } from '../model/station-check.ts';
import { call } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { ADMINISTRATION, EVERY_ROLE, REPORTING } from './roles.ts';

/** A picture made by this program, by its name in shared/rules/station-check ("decode/rle", "grey/sigmoid", "geometry", "stack"). */
const PhantomPicture = z.strictObject({ name: z.string(), image: ImageInfo });
export type PhantomPicture = z.infer<typeof PhantomPicture>;

const Format = z.enum(['json', 'text']);

export const checkCalls = {
  /** The pictures of the check of this station; their pixels come by the frame port. */
  'check.phantoms': call(z.strictObject({}), z.strictObject({ pictures: z.array(PhantomPicture) }), {
    roles: EVERY_ROLE,
  }),
  /** Memory of this machine and of the station, bytes. */
  'check.memory': call(
    z.strictObject({}),
    z.strictObject({ total: z.number(), free: z.number(), station: z.number() }),
    { roles: EVERY_ROLE },
  ),
  /** What was found on this station, the newest first. */
  'check.list': call(z.strictObject({}), z.strictObject({ checks: z.array(StationCheck) }), { roles: EVERY_ROLE }),
  /** Puts on record who looked, when, and what was found; audited. */
  'check.save': call(z.strictObject({ result: NewStationCheck }), StationCheck, { roles: EVERY_ROLE }),
  /** Writes one record to a file that was chosen; audited. check/unknown */
  'check.export': call(
    z.strictObject({ checkId: z.string().max(40), format: Format, token: FileToken }),
    z.strictObject({ file: z.string() }),
    { roles: [...REPORTING, ...ADMINISTRATION], side: 'shell' },
  ),
  /** The same by absolute path. */
  'check.exportFile': call(
    z.strictObject({ checkId: z.string().max(40), format: Format, file: z.string().min(1).max(LONGEST_PATH) }),
    z.strictObject({ file: z.string() }),
    { roles: [...REPORTING, ...ADMINISTRATION], caller: 'shell' },
  ),
} as const;
