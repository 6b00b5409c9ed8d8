import type { ErrorCode } from '../../shared/errors/codes.ts';
import { words } from './error-words.ts';
import type { ErrorWords } from './error-words.ts';

const AS_BEFORE = 'The rules of the site stay as they were.';
const KEPT = 'The study stays in the store; nothing was written outside it.';

export const PROFILE_TEXT = {
  'profile/bad-file': words(
    'This file is no site profile',
    AS_BEFORE,
    'Ask the administrator of the site for the file again.',
  ),
  'profile/bad-key': words(
    'This is no key that can sign a profile',
    'Nothing was signed.',
    'Choose an Ed25519 private key in PEM form.',
  ),
  'profile/bad-signature': words(
    'The site profile was changed after it was signed',
    AS_BEFORE,
    'Do not use this file. Tell the administrator of the site, and ask for the profile again.',
  ),
  'profile/changed': words(
    'This is not the profile you looked at',
    AS_BEFORE,
    'Look at what the file would change once more, then apply it.',
  ),
  'profile/expired': words(
    'This site profile has expired',
    AS_BEFORE,
    'Ask the administrator of the site for the present one.',
  ),
  'profile/key-passphrase': words(
    'This key is locked with a passphrase',
    'Nothing was signed.',
    'Type the passphrase of the key file, not that of the store.',
  ),
  'profile/managed': words(
    'The site has set this by its profile',
    'It stays as it is.',
    'Ask the administrator of the site for another profile.',
  ),
  'profile/newer-version': words(
    'This site profile needs a newer Nightjar',
    AS_BEFORE,
    'Update this program, then import the profile.',
  ),
  'profile/not-yet-valid': words(
    'This site profile is not in force yet',
    AS_BEFORE,
    'Import it on the day it begins; check the clock of this computer.',
  ),
  'profile/older-serial': words(
    'A newer profile of this site is here already',
    AS_BEFORE,
    'Ask the administrator of the site for the present one. An older one is never taken back.',
  ),
  'profile/other-key': words(
    'This profile is signed with another key than those of this site',
    AS_BEFORE,
    'Call the administrator of the site. Trust the new key only after they read its fingerprint to you.',
  ),
  'profile/provider-taken': words(
    'Another site has set the identity provider of this store',
    AS_BEFORE,
    'One store signs in at one provider. Ask the administrators of the two sites, or keep a store for each.',
  ),
  'profile/revoked': words(
    'The site has revoked this profile',
    AS_BEFORE,
    'Ask the administrator of the site for the present one.',
  ),
  'profile/role': words(
    'This site does not let you do this',
    'Nothing was opened and nothing was changed.',
    'Ask the administrator of the site whether your role in its profile is right.',
  ),
  'profile/site-taken': words(
    'Another profile covers these studies already',
    AS_BEFORE,
    'Ask the administrators of the two sites whose studies they are.',
  ),
  'profile/unknown': words(
    'There is no profile of this site',
    'Nothing was changed.',
    'Import the profile of the site first.',
  ),
  'profile/unknown-key': words(
    'The key that signed this profile is not trusted yet',
    AS_BEFORE,
    'Call the administrator of the site, compare the fingerprint, then trust the key once.',
  ),
  'report/not-permitted': words(
    'You may not sign this report as final',
    'The draft is saved; nothing was signed. The images may be read as before.',
    'The check of the report says what is missing, and what is still allowed.',
  ),
  'residency/never': words('The site does not let this leave the station', KEPT, 'Ask the administrator of the site.'),
  'residency/other-region': words(
    'This study stays in its region',
    KEPT,
    'Do this at a station in the region of the study, or ask the administrator of the site.',
  ),
  'residency/place-unknown': words(
    'This study stays in its region, and nobody said where this station is',
    KEPT,
    'State your place of reading, then try again.',
  ),
  'residency/revoked': words('The site has taken back its profile', KEPT, 'Ask the administrator of the site.'),
  'retention/in-future': words('This has not happened yet', 'Nothing was written down.', 'Give a time that is past.'),
  'retention/not-signed': words(
    'Nothing of a study was signed that a site could have',
    'Nothing was written down.',
    'Sign the report first. What nobody reads is erased by hand.',
  ),
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
