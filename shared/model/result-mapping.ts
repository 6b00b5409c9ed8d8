import { z } from 'zod';
import { Code } from './code.ts';

const Line = z.string().trim().max(200);
const Letter = z.string().regex(/^[A-Z]$/);

/** What may be said of it, each by itself. */
const FIELDS = {
  /** MSH-3 to MSH-6. */
  name: Line.nullable(),
  /** MSH-18. A report with a sign that 8859/1 does not have goes in UTF-8, and says so. */
  charset: z.enum(['UNICODE UTF-8', '8859/1']),
  /** One field of FT; TX with a repetition for each line; TX with an OBX for each line. */
  text: z.enum(['FT', 'TX-repetitions', 'TX-segments']),
  /** Longest segment that it takes, characters; longer text goes on in another OBX of the same code. Null: any. */
  longestSegment: z.number().int().min(500).max(1_000_000).nullable(),
  /** ED: the page (PDF) goes with the text, in an OBX of its own. One that is longer than a segment may be is not sent. */
  page: z.enum(['none', 'ED']),
  /** OBR-25 and OBX-11 (tables 0123 and 0085) where a receiver has words of its own. */
  status: z.strictObject({ P: Letter.optional(), F: Letter.optional(), C: Letter.optional() }),
  /** Where the accession number stands beside OBR-18. */
  accessionIn: z.array(z.enum(['OBR-2', 'OBR-3', 'OBR-19', 'ORC-2', 'ORC-3'])).max(5),
  /** The site's own codes of sections and procedures, by the code that stands in the message. */
  codes: z.array(z.strictObject({ from: z.string().min(1).max(60), to: Code })).max(300),
};

/**
 * How one receiver of HL7 v2 wants reports: what differs from the message as it was frozen. Absent or null: as it is. The same mapping
 * makes the same bytes of the same report, so that what is sent again is what was sent before.
 */
export const ResultMapping = z.strictObject({
  sendingApplication: FIELDS.name.default(null),
  sendingFacility: FIELDS.name.default(null),
  receivingApplication: FIELDS.name.default(null),
  receivingFacility: FIELDS.name.default(null),
  charset: FIELDS.charset.default('UNICODE UTF-8'),
  text: FIELDS.text.default('FT'),
  longestSegment: FIELDS.longestSegment.default(null),
  page: FIELDS.page.default('none'),
  status: FIELDS.status.default({}),
  accessionIn: FIELDS.accessionIn.default([]),
  codes: FIELDS.codes.default([]),
});
export type ResultMapping = z.infer<typeof ResultMapping>;

/** The same as a signed file says it: nothing is filled in by reading, or its signature would not hold. */
export const StatedMapping = z.strictObject({
  sendingApplication: FIELDS.name.optional(),
  sendingFacility: FIELDS.name.optional(),
  receivingApplication: FIELDS.name.optional(),
  receivingFacility: FIELDS.name.optional(),
  charset: FIELDS.charset.optional(),
  text: FIELDS.text.optional(),
  longestSegment: FIELDS.longestSegment.optional(),
  page: FIELDS.page.optional(),
  status: FIELDS.status.optional(),
  accessionIn: FIELDS.accessionIn.optional(),
  codes: FIELDS.codes.optional(),
});
export type StatedMapping = z.infer<typeof StatedMapping>;
