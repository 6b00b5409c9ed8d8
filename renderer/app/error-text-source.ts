import type { ErrorCode } from '../../shared/errors/codes.ts';
import { words } from './error-words.ts';
import type { ErrorWords } from './error-words.ts';

const KEPT = 'What has arrived is kept and can be read.';
const UNCHANGED = 'Nothing was changed here.';
const TRIES = 'Nothing needs doing: it is tried again by itself.';
const CHECK = 'Open Settings, Sources, and test the connection step by step.';

export const SOURCE_TEXT = {
  'source/busy': words('The site is too busy to answer', KEPT, TRIES),
  'source/certificate': words(
    'The site could not prove who it is',
    'Nothing was sent, and nothing was taken in.',
    'Do not go round this. Check the address and the clock of this computer, then ask the site for its certificate.',
  ),
  'source/credentials': words(
    'The site does not accept this station any more',
    KEPT,
    'Open Settings, Sources, and enter what the site gave you again.',
  ),
  'source/incomplete': words(
    'The site sent less than it has',
    KEPT,
    'What is missing is asked for again. It is named at the study.',
  ),
  'source/key-file': words(
    'This file holds no certificate that can be used',
    UNCHANGED,
    'A certificate of this station comes with its private key: as PKCS #12 (.p12, .pfx), or as two files in PEM form. One that is locked in an old way has to be exported again.',
  ),
  'source/key-passphrase': words(
    'This passphrase does not open the file',
    UNCHANGED,
    'Type the passphrase that the site gave with the file, then choose it again.',
  ),
  'source/metered': words(
    'This line is paid by the byte',
    KEPT,
    'It comes when the study is opened. To fetch ahead all the same, choose “Fetch ahead tonight” in the palette.',
  ),
  'source/name-taken': words('A source of this name exists', UNCHANGED, 'Choose another name.'),
  'source/no-such-way': words('This source cannot do that', UNCHANGED, CHECK),
  'source/not-found': words(
    'The site does not have this any more',
    KEPT,
    'Ask the site whether it was moved, merged or taken away.',
  ),
  'source/other-patient': words(
    'The site sent images of another patient or study',
    'They are kept apart and are not in the study.',
    'Tell the site. Do not read the study before it is clear what belongs to it.',
  ),
  'source/quota': words(
    'The room for studies from sites is used up',
    KEPT,
    'Free room, or allow more in Settings, Sources.',
  ),
  'source/recall': words(
    'The archive recalls this from its slow store',
    KEPT,
    'Nothing needs doing: it is asked for again until it is there.',
  ),
  'source/refused': words('The site refused this', KEPT, CHECK),
  'source/server-error': words('The server of the site failed', KEPT, TRIES),
  'source/timed-out': words('The site stopped answering', KEPT, TRIES),
  'source/tunnel-down': words(
    'The VPN to this site is down',
    `${KEPT} The site itself may be well.`,
    'Connect the VPN. Transfers go on by themselves.',
  ),
  'source/unknown': words('There is no source of this name', UNCHANGED, 'See the list in Settings, Sources.'),
  'source/unreachable': words('The site cannot be reached', KEPT, TRIES),
  'source/wrong-answer': words(
    'The site answered with something that is not what was asked for',
    'Nothing of that answer was kept.',
    CHECK,
  ),
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
