import type { ErrorCode } from '../../shared/errors/codes.ts';
import { words } from './error-words.ts';
import type { ErrorWords } from './error-words.ts';

const NOT_TAKEN = 'Nothing of it was taken in, and the sender was told.';
const ASK = 'Show this to whoever sends the orders at the site.';

export const HL7_TEXT = {
  'hl7/bad-message': words('This is not an HL7 message', NOT_TAKEN, ASK),
  'hl7/bad-text': words('The letters of this HL7 message cannot be read', NOT_TAKEN, ASK),
  'hl7/unknown-charset': words('This HL7 message uses letters that are not read here', NOT_TAKEN, ASK),
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;

export const IMAGING_ORDER_TEXT = {
  'imaging-order/bad-peer': words(
    'A sender that is not listed tried to send orders',
    'Nothing was taken from it.',
    'List its address in Settings, Orders, if it belongs to the site.',
  ),
  'imaging-order/incomplete': words('The order lacks what it needs', NOT_TAKEN, ASK),
  'imaging-order/not-listening': words(
    'Orders cannot be received at this address',
    'Orders that are here stay here. Nothing new arrives.',
    'Check address and port in Settings, Orders. Another program may use them.',
  ),
  'imaging-order/not-trusted': words(
    'A sender that may not say who a patient is tried to',
    NOT_TAKEN,
    'Let the site name the sender for corrections and merges, then trust it in Settings, Orders.',
  ),
  'imaging-order/unknown': words('There is no such order', 'Nothing was changed.', 'Update the list and try again.'),
  'imaging-order/unsupported': words('This kind of message is not an order', NOT_TAKEN, ASK),
  'prior-report/incomplete': words('The report lacks what it needs', NOT_TAKEN, ASK),
  'prior-report/unknown': words('There is no such report', 'Nothing was changed.', 'Search once more.'),
  'prior-report/unsupported': words('This kind of message is not a report', NOT_TAKEN, ASK),
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
