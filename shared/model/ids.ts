import { z } from 'zod';

/** Our own identifiers: 26 characters of Crockford base32 (130 bits, random). Never derived from patient data. */
const own = z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/);

export const PersonId = own.brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;
export const SiteId = own.brand<'SiteId'>();
export type SiteId = z.infer<typeof SiteId>;
export const PatientKey = own.brand<'PatientKey'>();
export type PatientKey = z.infer<typeof PatientKey>;
export const StudyId = own.brand<'StudyId'>();
export type StudyId = z.infer<typeof StudyId>;
export const SeriesId = own.brand<'SeriesId'>();
export type SeriesId = z.infer<typeof SeriesId>;
export const ObjectId = own.brand<'ObjectId'>();
export type ObjectId = z.infer<typeof ObjectId>;
export const BlobId = own.brand<'BlobId'>();
export type BlobId = z.infer<typeof BlobId>;
export const JobId = own.brand<'JobId'>();
export type JobId = z.infer<typeof JobId>;
export const ReportId = own.brand<'ReportId'>();
export type ReportId = z.infer<typeof ReportId>;
export const SourceId = own.brand<'SourceId'>();
export type SourceId = z.infer<typeof SourceId>;
export const TransferId = own.brand<'TransferId'>();
export type TransferId = z.infer<typeof TransferId>;
export const MeasurementId = own.brand<'MeasurementId'>();
export type MeasurementId = z.infer<typeof MeasurementId>;
/** A time for which a case was given back to its site. */
export const CaseHoldId = own.brand<'CaseHoldId'>();
export type CaseHoldId = z.infer<typeof CaseHoldId>;
/** A finding that somebody has to be told of. */
export const CommunicationId = own.brand<'CommunicationId'>();
export type CommunicationId = z.infer<typeof CommunicationId>;
/** Something on its way out. */
export const OutgoingId = own.brand<'OutgoingId'>();
export type OutgoingId = z.infer<typeof OutgoingId>;
export const DestinationId = own.brand<'DestinationId'>();
export type DestinationId = z.infer<typeof DestinationId>;
/** A document that says who reads whom, how many and of what. */
export const ProgrammeId = own.brand<'ProgrammeId'>();
export type ProgrammeId = z.infer<typeof ProgrammeId>;
/** A report of anybody's that a second reader may be given. */
export const SourceReportId = own.brand<'SourceReportId'>();
export type SourceReportId = z.infer<typeof SourceReportId>;
export const DrawId = own.brand<'DrawId'>();
export type DrawId = z.infer<typeof DrawId>;
/** Cases that are shown one after another to teach. */
export const ConferenceId = own.brand<'ConferenceId'>();
export type ConferenceId = z.infer<typeof ConferenceId>;
/** One case for one reviewer. */
export const ReviewId = own.brand<'ReviewId'>();
export type ReviewId = z.infer<typeof ReviewId>;
/** A reader as peer review knows them: whose it is stands in the coordinator's store alone. */
export const ReaderPseudonym = own.brand<'ReaderPseudonym'>();
export type ReaderPseudonym = z.infer<typeof ReaderPseudonym>;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Turns at least 26 random bytes into an id text; the caller brings the randomness (pure code has none). */
export function idFromBytes(bytes: Uint8Array): string {
  if (bytes.length < 26) throw new RangeError('an id needs 26 random bytes');
  let text = '';
  for (let i = 0; i < 26; i += 1) text += ALPHABET[(bytes[i] ?? 0) & 31];
  return text;
}
