import { z } from 'zod';
import { Jurisdiction, ShortCode } from './credentials.ts';
import { UndoSeconds } from './waiting-signature.ts';

/** What a person may do with a report, the most first. Reading the images is never taken away here. */
export const SIGN_LEVELS = ['final', 'preliminary', 'view'] as const;
export const SignLevel = z.enum(SIGN_LEVELS);
export type SignLevel = z.infer<typeof SignLevel>;

/** What is left where something wanted is missing. */
export const LeftOver = z.enum(['preliminary', 'view']);
export type LeftOver = z.infer<typeof LeftOver>;

const Modality = z.string().regex(/^[A-Z0-9_]{1,16}$/);

/** Where the report may be read to be final; a country includes its parts. */
const Places = z.strictObject({ final: z.array(Jurisdiction).min(1).max(300), elsewhere: LeftOver });

export const PayerRule = z.strictObject({
  payer: ShortCode,
  places: Places.nullable(),
  /** Wanted of the reader, and what is left without. */
  enrolment: z.strictObject({ without: LeftOver }).nullable(),
});
export type PayerRule = z.infer<typeof PayerRule>;

export const SubspecialtyRule = z.strictObject({
  /** For which studies: empty lists match all. */
  modalities: z.array(Modality).max(30),
  bodyParts: z.array(z.string().min(1).max(64)).max(100),
  anyOf: z.array(ShortCode).min(1).max(20),
  without: z.enum(['warning', 'preliminary', 'view']),
});
export type SubspecialtyRule = z.infer<typeof SubspecialtyRule>;

/** What a site wants of whoever signs. Null: it wants nothing of that kind. */
export const SigningPolicy = z.strictObject({
  /**
   * A licence of the jurisdiction where the patient was imaged. `accepted` adds others to it: a national licence for its
   * states, a compact. Nothing is accepted that is not named.
   */
  licence: z
    .strictObject({
      accepted: z
        .array(z.strictObject({ patientIn: Jurisdiction, licences: z.array(Jurisdiction).min(1).max(300) }))
        .max(300),
      without: LeftOver,
    })
    .nullable(),
  /** A privilege of the hospital that ordered. */
  privilege: z.strictObject({ without: LeftOver }).nullable(),
  places: Places.nullable(),
  payers: z.array(PayerRule).max(200),
  subspecialties: z.array(SubspecialtyRule).max(100),
  /** One of the schemes, for every study with modality MG. */
  mammography: z.strictObject({ schemes: z.array(ShortCode).min(1).max(20), without: LeftOver }).nullable(),
  /** The longest that a report may wait between the reader's word and the signature; absent: as long as the program lets it. */
  undoSeconds: UndoSeconds.optional(),
});
export type SigningPolicy = Readonly<z.infer<typeof SigningPolicy>>;
