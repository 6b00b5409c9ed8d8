import { z } from 'zod';
import { Code } from './code.ts';

const Line = z.string().trim().max(200);

/**
 * How one receiver of HL7 v2 wants reports: what differs from the message as it was frozen. Absent or null: as it is. The same mapping
 * makes the same bytes of the same report, so that what is sent again is what was sent before.
 */
export const ResultMapping = z.strictObject({
  /** MSH-3 to MSH-6. */
  sendingApplication: Line.nullable().default(null),
  sendingFacility: Line.nullable().default(null),
  receivingApplication: Line.nullable().default(null),
  receivingFacility: Line.nullable().default(null),
  /** MSH-18. A report with a sign that 8859/1 does not have goes in UTF-8, and says so. */
  charset: z.enum(['UNICODE UTF-8', '8859/1']).default('UNICODE UTF-8'),
  /** One field of FT; TX with a repetition for each line; TX with an OBX for each line. */
  text: z.enum(['FT', 'TX-repetitions', 'TX-segments']).default('FT'),
  /** Longest segment that it takes, characters; longer text goes on in another OBX of the same code. Null: any. */
  longestSegment: z.number().int().min(500).max(1_000_000).nullable().default(null),
  /** ED: the page (PDF) goes with the text, in an OBX of its own. One that is longer than a segment may be is not sent. */
  page: z.enum(['none', 'ED']).default('none'),
  /** OBR-25 and OBX-11 (tables 0123 and 0085) where a receiver has words of its own. */
  status: z
    .strictObject({
      P: z
        .string()
        .regex(/^[A-Z]$/)
        .optional(),
      F: z
        .string()
        .regex(/^[A-Z]$/)
        .optional(),
      C: z
        .string()
        .regex(/^[A-Z]$/)
        .optional(),
    })
    .default({}),
  /** Where the accession number stands beside OBR-18. */
  accessionIn: z
    .array(z.enum(['OBR-2', 'OBR-3', 'OBR-19', 'ORC-2', 'ORC-3']))
    .max(5)
    .default([]),
  /** The site's own codes of sections and procedures, by the code that stands in the message. */
  codes: z
    .array(z.strictObject({ from: z.string().min(1).max(60), to: Code }))
    .max(300)
    .default([]),
});
export type ResultMapping = z.infer<typeof ResultMapping>;
