import type { Credentials, Jurisdiction } from '../../model/credentials.ts';
import type { SignLevel, SigningPolicy } from '../../model/signing-policy.ts';

/** What is known of the order; null: nobody said. */
export interface OrderFacts {
  /** Where the patient was imaged. */
  readonly jurisdiction: Jurisdiction | null;
  readonly hospital: string | null;
  readonly payer: string | null;
  readonly modalities: readonly string[];
  readonly bodyParts: readonly string[];
}

/** The site profile in force, as far as signing asks. Days are those of its site. */
export interface ProfileFacts {
  /** UTC, ISO 8601. */
  readonly validFrom: string;
  readonly validUntil: string;
  /** The site has taken it back. */
  readonly revoked: boolean;
  /** IANA name of the site's time zone; null: unknown, and the most careful day on Earth counts. */
  readonly zone: string | null;
  readonly policy: SigningPolicy;
}

export interface SignQuestion {
  /** UTC, ISO 8601. */
  readonly at: string;
  /** Where the reader sits; null: not said. */
  readonly place: Jurisdiction | null;
  /** Null: the profile does not name the reader. */
  readonly reader: Credentials | null;
  readonly order: OrderFacts;
  /** Null: no profile covers the study. */
  readonly profile: ProfileFacts | null;
  /** A clinical store signs under a profile only; an evaluation store without one asks for nothing. */
  readonly profileWanted: boolean;
}

/** Stable codes: tests, the audit trail and acknowledgements name them. */
export type SignReasonCode =
  | 'permission/clock-unknown'
  | 'permission/no-profile'
  | 'permission/nothing-wanted'
  | 'permission/profile-not-yet'
  | 'permission/profile-expired'
  | 'permission/profile-revoked'
  | 'permission/reader-not-named'
  /** Asked by the station, which knows who has which role. */
  | 'permission/role'
  /** Of the imaging order, which the station knows. */
  | 'permission/order-mismatch'
  | 'permission/order-cancelled'
  /** Dictated before its order was here: what was asked for is to be read before it is signed. */
  | 'permission/order-came'
  /** Given back to its site, which has not answered as far as anybody said. */
  | 'permission/on-hold'
  /** What the site said when it was asked at the signature. */
  | 'permission/site-other-patient'
  | 'permission/site-patient'
  | 'permission/site-merge'
  | 'permission/site-gone'
  | 'permission/site-images'
  | 'permission/site-report'
  | 'permission/site-not-asked'
  /** Known without asking: objects of another patient came for the study, or it came under two patients. */
  | 'permission/site-strays'
  | 'permission/two-patients'
  | 'permission/jurisdiction-unknown'
  | 'permission/hospital-unknown'
  | 'permission/place-unknown'
  | 'permission/place-elsewhere'
  | 'permission/payer-unknown'
  | 'permission/payer-place-unknown'
  | 'permission/payer-place-elsewhere'
  | 'permission/subspecialty'
  | `permission/${TermName}-${TermState}`;

export type TermName = 'licence' | 'privilege' | 'enrolment' | 'mammography';
type TermState = 'missing' | 'expired' | 'not-yet' | `ends-${WarningDays}`;
/** Days before an end at which it is said, the most urgent first. */
export const WARNING_DAYS = [7, 30, 90] as const;
export type WarningDays = (typeof WARNING_DAYS)[number];

export interface SignReason {
  readonly code: SignReasonCode;
  /** refuse: `leaves` is less than final; warn: to be acknowledged; note: to be known. */
  readonly tier: 'refuse' | 'warn' | 'note';
  /** The most that is possible with this reason. */
  readonly leaves: SignLevel;
  /** A sentence for the reader, without patient data. */
  readonly words: string;
}

export interface SignPermission {
  readonly allowed: SignLevel;
  /** Refusals first, then warnings, then notes; by code within. */
  readonly reasons: readonly SignReason[];
}
