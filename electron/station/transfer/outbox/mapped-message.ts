import { parseMessage } from '../../../../shared/hl7/parse.ts';
import { charsetOf, mapMessage } from '../../../../shared/hl7/results/map-message.ts';
import { isResultMessage } from '../../../../shared/hl7/results/result-message.ts';
import { writeMessage } from '../../../../shared/hl7/write.ts';
import type { ResultMapping } from '../../../../shared/model/result-mapping.ts';

/** A message of ours (UTF-8) as a receiver wants it, in its character set. Statuses and what is no report stay as they are. */
export function mapped(bytes: Uint8Array, mapping: ResultMapping | undefined): Uint8Array {
  if (mapping === undefined) return bytes;
  const message = parseMessage(Buffer.from(bytes).toString('utf8'));
  if (!isResultMessage(message)) return bytes;
  const charset = charsetOf(message, mapping);
  return Buffer.from(writeMessage(mapMessage(message, mapping)), charset === '8859/1' ? 'latin1' : 'utf8');
}
