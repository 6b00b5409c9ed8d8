import { z } from 'zod';

/**
 * Who keeps, for all readers of a site, which of them reads what. ups: worklist tasks of the site (DICOM Unified Procedure Step).
 * status: its information system, which is told by status messages. none: nobody.
 */
export const ClaimOwner = z.enum(['ups', 'status', 'none']);
export type ClaimOwner = z.infer<typeof ClaimOwner>;

/**
 * What holds for the studies of a site.
 * @param declared by the site's profile; null: it says nothing
 * @param told whether this station tells a worklist of the site when a study is claimed
 * @param isConnected whether anything comes from the site or goes there by a line
 * @returns null: nobody else reads these studies from anywhere, as far as this station knows
 */
export function claimOwner(declared: ClaimOwner | null, told: boolean, isConnected: boolean): ClaimOwner | null {
  if (declared !== null) return declared;
  if (told) return 'status';
  return isConnected ? 'none' : null;
}

/**
 * For who looks at a case; null: what this station says of it is seen by all readers of the site.
 * @param takes whether the worklist with the tasks of the site is set up here
 */
export function othersMayRead(owner: ClaimOwner | null, told: boolean, takes = false): string | null {
  switch (owner) {
    case 'none':
      return 'others may be reading: the site keeps no claims';
    case 'ups':
      return takes
        ? 'not claimed at the site: others may be reading'
        : 'others may be reading: the site keeps claims as worklist tasks, and none of its DICOMweb sources is set up here';
    case 'status':
      return told ? null : 'others may be reading: the site keeps claims, and this station tells it of none';
    case null:
      return null;
  }
}
