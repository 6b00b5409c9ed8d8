import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { AppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import { ackMessage, ackSubject } from '../../../../shared/hl7/ack.ts';
import type { Ack, AckCode, ErrReason } from '../../../../shared/hl7/ack.ts';
import { charsetLabel, declaredCharset, messageText } from '../../../../shared/hl7/charset.ts';
import { readSiteMessage } from '../../../../shared/hl7/orders/order-message.ts';
import { isResultMessage, readResultMessage } from '../../../../shared/hl7/results/result-message.ts';
import { parseMessage } from '../../../../shared/hl7/parse.ts';
import { hl7Timestamp } from '../../../../shared/hl7/time.ts';
import { newId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/ports.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import type { PriorReports, TakenReports } from '../prior-reports/prior-reports.ts';
import type { ImagingOrders, OrderFeed, Taken } from './imaging-orders.ts';

/** Whom a message came from, and how it is to be read. */
export interface HearingTerms extends OrderFeed {
  /** IANA name of the site's clock. */
  readonly zone: string | null;
  /** Of messages that name none, by HL7 table 0211. */
  readonly charset: string;
}

type Answered = 'AA' | 'AE' | 'AR';
const ACCEPT_CODES = { AA: 'CA', AE: 'CE', AR: 'CR' } as const satisfies Record<Answered, AckCode>;

export interface Received {
  /** The answer as text. */
  readonly answer: string;
  readonly taken: Taken | null;
  /** Reports of others that it brought; null: it is about orders, or was refused. */
  readonly reports: TakenReports | null;
  /** Null: it was accepted. */
  readonly refused: AppError | null;
}

/** What the sender can do about it: reject (AR) what will never be taken, error (AE) what may be when something was put right. */
const REFUSALS: Partial<Record<ErrorCode, readonly ['AE' | 'AR', ErrReason]>> = {
  'hl7/bad-message': ['AR', 'segment-order'],
  'hl7/bad-text': ['AR', 'bad-value'],
  'hl7/unknown-charset': ['AR', 'unknown-value'],
  'imaging-order/unsupported': ['AR', 'message-type'],
  'imaging-order/incomplete': ['AE', 'field-missing'],
  'imaging-order/not-trusted': ['AR', 'event-code'],
  'prior-report/unsupported': ['AR', 'message-type'],
  'prior-report/incomplete': ['AE', 'field-missing'],
};

/**
 * Takes one message and says what to answer. Accepted (AA) is said only of what is on the disk; of what could not be stored the sender
 * hears AE and keeps it. Never throws.
 */
export async function receiveMessage(
  bytes: Uint8Array,
  terms: HearingTerms,
  {
    orders,
    priors,
    clock,
  }: {
    readonly orders: Pick<ImagingOrders, 'take'>;
    readonly priors: Pick<PriorReports, 'take'>;
    readonly clock: Clock;
  },
): Promise<Received> {
  // Only its header is needed for an answer, and any bytes can be read as that.
  const header = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  const subject = ackSubject(header);
  const answer = ({ code, ...more }: Omit<Ack, 'controlId' | 'at' | 'code'> & { readonly code: Answered }): string =>
    ackMessage(subject, {
      ...{ ...more, controlId: newId().slice(0, 20), at: hl7Timestamp(clock.nowIso()) },
      code: subject.acceptOnly ? ACCEPT_CODES[code] : code,
    });
  try {
    const label = charsetLabel(declaredCharset(bytes) ?? terms.charset);
    const readHex = (hex: Uint8Array): string => new TextDecoder(label ?? 'windows-1252').decode(hex);
    const message = parseMessage(messageText(bytes, readText, terms.charset));
    const hash = sha256Hex(bytes);
    if (isResultMessage(message)) {
      const reports = await priors.take(readResultMessage(message, terms, readHex), terms, hash);
      return { answer: answer({ code: 'AA' }), taken: null, reports, refused: null };
    }
    const taken = await orders.take(readSiteMessage(message, terms, readHex), terms, hash);
    return { answer: answer({ code: 'AA' }), taken, reports: null, refused: null };
  } catch (error) {
    const refused = asAppError(error);
    const [code, reason] = REFUSALS[refused.code] ?? ['AE', 'internal'];
    // The code alone: messages of errors are for our own log.
    return { answer: answer({ code, reason, text: refused.code }), taken: null, reports: null, refused };
  }
}

/** The answer to a message that was too long to be read. @param head its first bytes */
export function tooLongAnswer(head: Uint8Array, clock: Clock): string {
  const subject = ackSubject(Buffer.from(head).toString('latin1'));
  const at = hl7Timestamp(clock.nowIso());
  return ackMessage(subject, {
    ...{ code: 'AR', reason: 'bad-value', text: 'the message is too long', at, controlId: newId().slice(0, 20) },
  });
}

function readText(bytes: Uint8Array, label: string): string {
  return new TextDecoder(label, { fatal: true }).decode(bytes);
}
