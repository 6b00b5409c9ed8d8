import { z } from 'zod';
import { Destination } from '../model/destination.ts';
import { DestinationId } from '../model/ids.ts';
import { ResultMapping } from '../model/result-mapping.ts';
import { call } from './define.ts';
import { ADMINISTRATION } from './roles.ts';

/** What a receiver of HL7 v2 would be sent of a made-up report of nobody, read back. */
export const MessageLook = z.strictObject({
  /** MSH-10. */
  controlId: z.string(),
  segments: z.array(z.string()).max(20_000),
  charset: z.string(),
  /** Of the longest segment, characters. */
  longest: z.number().int(),
  /** What is wrong with it, in words. */
  problems: z.array(z.string()),
  /** What a site should know of it, and is no fault. */
  notes: z.array(z.string()),
  /** In force, whatever was tried; null: reports go as they were frozen. */
  mapping: ResultMapping.nullable(),
  /** The site says it by its signed profile: nobody at the station changes it. */
  managed: z.strictObject({ siteName: z.string(), serial: z.number().int() }).nullable(),
});
export type MessageLook = z.infer<typeof MessageLook>;

export const MessageAnswer = z.strictObject({
  controlId: z.string(),
  kind: z.enum(['delivered', 'refused', 'later', 'not-sent', 'unanswered']),
  code: z.string().nullable(),
  /** As the receiver said it. */
  text: z.string(),
});
export type MessageAnswer = z.infer<typeof MessageAnswer>;

/** mapping null: the one in force. */
const Tried = z.strictObject({ destinationId: DestinationId, mapping: ResultMapping.nullable() });

export const messageConsoleCalls = {
  /** outbox/unknown-destination, request/bad where it takes no HL7 */
  'destination.tryMessage': call(Tried, MessageLook, { roles: ADMINISTRATION }),
  /** It is sent for training (MSH-11 is T), on record. */
  'destination.sendTest': call(Tried, MessageAnswer, { roles: ADMINISTRATION }),
  /** Kept for that receiver; null: as reports were frozen. profile/managed */
  'destination.setMapping': call(Tried, Destination, { roles: ADMINISTRATION }),
} as const;
