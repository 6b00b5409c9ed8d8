import { z } from 'zod';
import { Jurisdiction } from '../model/credentials.ts';
import { AccessState } from './access.ts';
import { call } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { ADMINISTRATION } from './roles.ts';
import { BackupReport } from './store.ts';

const proof = z.string().min(1).max(1024);
/** Where the package and the other machine are, said once for a folder; null: as it was said, at first where this store is. */
const place = Jurisdiction.nullable().default(null);
/** Null: the package was whole, and only its last file was written once more. */
const Packed = z.strictObject({ packed: BackupReport.nullable() });

/** A store goes to another machine. From the first moment of packing on this one takes no new work. */
export const moveCalls = {
  /** Makes the package in the folder that was chosen, and gives the store up here. store/moved, residency/other-region, backup/…, disk/…; audited. */
  'move.packTo': call(z.strictObject({ token: FileToken, place, proof }), Packed, {
    roles: ADMINISTRATION,
    side: 'shell',
  }),
  /** The same by absolute path. */
  'move.pack': call(z.strictObject({ to: z.string().min(1).max(LONGEST_PATH), place, proof }), Packed, {
    roles: ADMINISTRATION,
    caller: 'shell',
  }),
  /** Goes on with a package that was begun, in its folder. move/not-begun, backup/…, disk/… */
  'move.goOn': call(z.strictObject({ proof }), Packed, { roles: ADMINISTRATION }),
  /**
   * The store stays, or comes back, here. `destroyed`: whoever says so vouches that nobody can open the package any more. The store
   * closes for a moment. move/gone; audited.
   */
  'move.cancel': call(z.strictObject({ destroyed: z.boolean(), proof }), AccessState, { roles: ADMINISTRATION }),
} as const;
