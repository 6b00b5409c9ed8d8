import { words } from './error-words.ts';

const STAYS = 'The report is signed and safe here. It stays in the outbox.';
const UNCHANGED = 'Nothing was changed.';

export const OUTBOX_TEXT = {
  'outbox/destination-in-use': words(
    'Something still waits to go there',
    UNCHANGED,
    'Deliver it or drop it in the outbox first, then remove the destination.',
  ),
  'outbox/destination-taken': words('A destination of this name exists', UNCHANGED, 'Choose another name.'),
  'outbox/no-receipt': words(
    'It was sent, and the receiver did not say that it has it',
    STAYS,
    'It is asked for, or sent again under the same number. Until then it may be there already.',
  ),
  'outbox/not-now': words(
    'That is not possible in the state it is in now',
    UNCHANGED,
    'Look at it again: it may have gone on meanwhile.',
  ),
  'outbox/refused': words(
    'The receiver refuses it',
    STAYS,
    'Read what it said. When the site has put it right, choose Send again; if it got the result another way, drop it with the reason.',
  ),
  'outbox/site-changed': words(
    'Something changed at the site since it was signed',
    STAYS,
    'Look at what changed. Then send it as it is, or drop it with the reason and write an addendum.',
  ),
  'outbox/unknown': words('This is not in the outbox', UNCHANGED, 'Look at the outbox again.'),
  'outbox/unknown-destination': words('There is no such destination', UNCHANGED, 'Look at Settings, Destinations.'),
} as const;
