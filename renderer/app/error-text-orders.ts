import type { ErrorCode } from '../../shared/errors/codes.ts';
import { words } from './error-words.ts';
import type { ErrorWords } from './error-words.ts';

const NOTHING = 'Nothing was carried out; the store is as it was.';
const LOCKED = 'Everything is kept, and locked.';
const ASK = 'Ask the administrator of the site for the order again.';

export const ORDER_TEXT = {
  'access/held': words(
    'A site has put this station on hold',
    LOCKED,
    'Call the site. When it has lifted the hold, unlock again with a network, or bring its order as a file.',
  ),
  'order/bad-file': words('This file is no order', NOTHING, ASK),
  'order/bad-signature': words(
    'The order was changed after it was signed',
    NOTHING,
    'Do not use this file. Tell the administrator of the site.',
  ),
  'order/expired': words('The time of this order is over', NOTHING, ASK),
  'order/newer-version': words(
    'This order needs a newer Nightjar',
    NOTHING,
    'Update this program, then bring the order.',
  ),
  'order/not-fetched': words(
    'The site could not be asked for orders',
    NOTHING,
    'Nothing needs doing: it is asked again by itself.',
  ),
  'order/not-granted': words(
    'The profile of the site does not let it order this',
    NOTHING,
    'A site that is to have a say over the whole store says so in its profile. Import that profile first.',
  ),
  'order/not-yet-valid': words('This order is not in force yet', NOTHING, 'Check the clock of this computer.'),
  'order/older-number': words('A newer order of this site was taken already', NOTHING, ASK),
  'order/other-store': words('This order is for another store', NOTHING, 'Give the site the number of this store.'),
  'order/too-long': words('This order is too long, or is good for too long', NOTHING, ASK),
  'order/unknown-key': words(
    'The key that signed this order is not trusted for its site',
    NOTHING,
    'Call the administrator of the site. Import its present profile first.',
  ),
  'order/unknown-kind': words(
    'This program knows no such order',
    NOTHING,
    'Update this program, then bring the order.',
  ),
  'order/unknown-site': words(
    'This store has no profile of the site that orders',
    NOTHING,
    'Import the profile of the site first.',
  ),
  'store/wiped': words(
    'This station was wiped by order of its site',
    'Its keys are destroyed: nothing that was on it can be read.',
    'Read what the site ordered, then set the station up anew if you still read for somebody.',
  ),
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
