import { AppError } from '../errors/app-error.ts';
import { USUAL_SEPARATORS } from './message.ts';
import type { Message } from './message.ts';
import { parseMessage, segment, value } from './parse.ts';
import { mshSegment, segmentFrom, writeMessage } from './write.ts';

/** A: the answer of the application. C: of whoever takes the message in (enhanced mode). A accept, E error, R reject. */
export const ACK_CODES = ['AA', 'AE', 'AR', 'CA', 'CE', 'CR'] as const;
export type AckCode = (typeof ACK_CODES)[number];

/** HL7 table 0357, the part in use. */
export const ERR_CODES = {
  'segment-order': ['100', 'Segment sequence error'],
  'field-missing': ['101', 'Required field missing'],
  'bad-value': ['102', 'Data type error'],
  'unknown-value': ['103', 'Table value not found'],
  'message-type': ['200', 'Unsupported message type'],
  'event-code': ['201', 'Unsupported event code'],
  'processing-id': ['202', 'Unsupported processing id'],
  'unknown-key': ['204', 'Unknown key identifier'],
  internal: ['207', 'Application internal error'],
} as const satisfies Record<string, readonly [code: string, words: string]>;
export type ErrReason = keyof typeof ERR_CODES;

/** Characters of one value of the header that is echoed. MSH-10 has 20 in 2.5.1, and 199 from 2.7 on. */
const MAX_ECHOED = 227;

/** What an answer takes from the message that it answers. Null where it could not be read. */
export interface AckSubject {
  readonly controlId: string | null;
  readonly sending: readonly [application: string | null, facility: string | null];
  readonly receiving: readonly [application: string | null, facility: string | null];
  readonly trigger: string | null;
  readonly processingId: string | null;
  readonly version: string | null;
  /** The sender asks whether it was taken in, and not what became of it (MSH-15 and MSH-16 of enhanced mode): answer with C. */
  readonly acceptOnly: boolean;
}

/** Whom to answer. Never throws: of bytes that are no message everything is null. */
export function ackSubject(text: string): AckSubject {
  const message = headerOf(text);
  const header = message === null ? null : segment(message, 'MSH');
  const at = (field: number, component = 1): string | null => {
    const text = message === null ? null : value(header, field, message.separators, { component });
    return text === null || text.length > MAX_ECHOED ? null : text;
  };
  return {
    controlId: at(10),
    sending: [at(3), at(4)],
    receiving: [at(5), at(6)],
    trigger: at(9, 2),
    processingId: at(11),
    version: at(12),
    acceptOnly: (at(15) ?? 'NE') !== 'NE' && at(16) === 'NE',
  };
}

function headerOf(text: string): Message | null {
  try {
    return parseMessage(text.split(/[\r\n]/, 1)[0] ?? '');
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** An answer. `text` and `reason` carry no patient data: they lie in the other side's log. */
export interface Ack {
  readonly code: AckCode;
  /** MSH-10 of the answer itself. */
  readonly controlId: string;
  /** MSH-7, as HL7 writes times. */
  readonly at: string;
  readonly reason?: ErrReason;
  /** For MSA-3 and ERR-8. */
  readonly text?: string;
}

/** The text of an answer, with its marks as usual. */
export function ackMessage(subject: AckSubject, ack: Ack): string {
  const [application, facility] = subject.receiving;
  const [toApplication, toFacility] = subject.sending;
  const reason = ack.reason === undefined ? null : ERR_CODES[ack.reason];
  const segments = [
    mshSegment([
      application,
      facility,
      toApplication,
      toFacility,
      ack.at,
      null,
      { components: ['ACK', subject.trigger, 'ACK'] },
      ack.controlId,
      subject.processingId ?? 'P',
      subject.version ?? '2.5.1',
    ]),
    segmentFrom('MSA', [ack.code, subject.controlId, ack.text ?? null]),
  ];
  if (reason !== null) {
    segments.push(
      segmentFrom('ERR', [null, null, { components: [...reason, 'HL70357'] }, 'E', null, null, null, ack.text ?? null]),
    );
  }
  return writeMessage({ separators: USUAL_SEPARATORS, segments });
}

/** What an answer says. */
export interface ReadAck {
  readonly code: AckCode;
  /** MSH-10 of the message that it answers. */
  readonly controlId: string | null;
  readonly text: string | null;
  /** ERR-3 codes, at most ten. */
  readonly errors: readonly string[];
}

/**
 * An answer read from its text.
 * @throws AppError hl7/bad-message where it is no message or no answer
 */
export function readAck(text: string): ReadAck {
  const message = parseMessage(text);
  const msa = segment(message, 'MSA');
  const code = ACK_CODES.find((one) => one === value(msa, 1, message.separators));
  if (code === undefined) throw new AppError('hl7/bad-message', 'an answer without MSA-1');
  const errors = message.segments
    .filter(({ name }) => name === 'ERR')
    .slice(0, 10)
    .map((one) => value(one, 3, message.separators))
    .filter((one) => one !== null);
  return { code, controlId: value(msa, 2, message.separators), text: value(msa, 3, message.separators), errors };
}
