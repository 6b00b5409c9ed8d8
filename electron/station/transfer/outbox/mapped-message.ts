import { parseMessage } from '../../../../shared/hl7/parse.ts';
import { charsetOf, mapMessage } from '../../../../shared/hl7/results/map-message.ts';
import { withPage } from '../../../../shared/hl7/results/page-observation.ts';
import { isResultMessage } from '../../../../shared/hl7/results/result-message.ts';
import { writeMessage } from '../../../../shared/hl7/write.ts';
import type { ResultMapping } from '../../../../shared/model/result-mapping.ts';

/**
 * A message of ours (UTF-8) as a receiver wants it, in its character set. Statuses and what is no report stay as they are.
 * @param pdf its page, for a receiver that wants it
 */
export function mapped(
  bytes: Uint8Array,
  mapping: ResultMapping | undefined,
  pdf: Uint8Array | null = null,
): Uint8Array {
  if (mapping === undefined) return bytes;
  const message = parseMessage(Buffer.from(bytes).toString('utf8'));
  if (!isResultMessage(message)) return bytes;
  const charset = charsetOf(message, mapping);
  const text = mapMessage(message, mapping);
  const whole = pdf === null ? text : withPage(text, Buffer.from(pdf).toString('base64'));
  return Buffer.from(writeMessage(whole), charset === '8859/1' ? 'latin1' : 'utf8');
}

/** Why a page does not go to a receiver, in words; null: it fits. */
export function pageTooLong(pdf: Uint8Array, { longestSegment }: ResultMapping): string | null {
  if (longestSegment === null) return null;
  // The rest of its segment is under 200 characters: code, status, time.
  const length = Math.ceil(pdf.length / 3) * 4 + 200;
  if (length <= longestSegment) return null;
  return `Not sent: with its page a segment has ${length} characters, and the receiver takes ${longestSegment}.`;
}
