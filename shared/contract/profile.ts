import { z } from 'zod';
import { Jurisdiction, ShortCode } from '../model/credentials.ts';
import { ProfileOverview, ProfilePreview, ProfileState, ReadingPlace } from '../model/profile-view.ts';
import { Fingerprint } from '../model/site-profile.ts';
import { SelfTest } from '../model/self-test.ts';
import { call } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { ADMINISTRATION, EVERY_ROLE, READING } from './roles.ts';

const File = z.string().min(1).max(LONGEST_PATH);
const Exported = z.strictObject({ file: z.string(), bytes: z.number().int() });

export const profileCalls = {
  /** Looks at every connection and part that somebody set up, and at no other. Takes some seconds. */
  'profile.selfTest': call(z.strictObject({}), SelfTest, { roles: EVERY_ROLE }),
  'profile.overview': call(z.strictObject({}), ProfileOverview, { roles: EVERY_ROLE }),
  /** Where who asks sits and reads from now on; audited. */
  'profile.statePlace': call(z.strictObject({ jurisdiction: Jurisdiction }), ReadingPlace, { roles: READING }),
  /** A file with a profile; null where the dialog was closed without one. */
  'profile.choose': call(z.strictObject({}), z.strictObject({ token: FileToken.nullable() }), {
    roles: ADMINISTRATION,
    side: 'shell',
  }),
  /** What the file would change. profile/bad-file, profile/bad-signature, profile/newer-version. */
  'profile.preview': call(z.strictObject({ token: FileToken }), ProfilePreview, {
    roles: ADMINISTRATION,
    side: 'shell',
  }),
  /** The same by absolute path. */
  'profile.previewFile': call(z.strictObject({ file: File }), ProfilePreview, {
    roles: ADMINISTRATION,
    caller: 'shell',
  }),
  /**
   * Applies what was previewed last, if it has this hash. `trust`: the fingerprint of its key, where the administrator of the site
   * read it out and the key is not trusted yet. profile/…; audited, refusals too.
   */
  'profile.apply': call(
    z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/), trust: Fingerprint.nullable() }),
    ProfileState,
    { roles: ADMINISTRATION },
  ),
  /** Writes the signed file of the profile in force to a file that was chosen; audited. */
  'profile.export': call(z.strictObject({ siteCode: ShortCode, token: FileToken }), Exported, {
    roles: ADMINISTRATION,
    side: 'shell',
  }),
  /** The same by absolute path. */
  'profile.exportFile': call(z.strictObject({ siteCode: ShortCode, file: File }), Exported, {
    roles: ADMINISTRATION,
    caller: 'shell',
  }),
} as const;
