import { z } from 'zod';
import { Credentials, Jurisdiction, ShortCode } from './credentials.ts';
import { StatedProvider } from './identity-provider.ts';
import { PersonId } from './ids.ts';
import { Letterhead } from './letterhead.ts';
import { OrderTerms } from './order.ts';
import { PersonRole } from './person.ts';
import { CodeMap, Contact, CriticalCategory, OnCallStep, ProfileSource, ServiceLevel } from './site-services.ts';
import { ReportTemplate } from './report.ts';
import { StatedMapping } from './result-mapping.ts';
import { SignaturePublicKey } from './report-signature.ts';
import { ClaimOwner } from '../rules/claim-owner.ts';
import { SiteCheck } from '../report/site-checks.ts';
import { SigningPolicy } from './signing-policy.ts';

/** UTC, ISO 8601, to the second at least. */
const Instant = z.iso.datetime();
/** Without blanks at its ends: nothing is changed by reading, or the signature would not hold. */
const Name = z
  .string()
  .max(200)
  .regex(/^\S(?:.*\S)?$/u);
const Serial = z.number().int().min(1).max(1_000_000_000);

/** SHA-256 of the 32 bytes of an Ed25519 public key, the first 20 bytes in hex, in fours: "0a1b-…" (ten groups). */
export const Fingerprint = z.string().regex(/^[0-9a-f]{4}(-[0-9a-f]{4}){9}$/);
export type Fingerprint = z.infer<typeof Fingerprint>;

/** One of the hospitals of the site. */
export const Hospital = z.strictObject({
  code: ShortCode,
  name: Name,
  jurisdiction: Jurisdiction,
  /** Institution names (0008,0080) that mean this hospital, compared without case. */
  institutions: z.array(z.string().min(1).max(200)).max(100),
});
export type Hospital = z.infer<typeof Hospital>;

/** A person the site knows. Without an id the name, exactly as in the store, must be that of one person only. */
export const ProfileReader = z.strictObject({
  personId: PersonId.nullable(),
  name: Name,
  roles: z.array(PersonRole).max(PersonRole.options.length),
  credentials: Credentials,
  /** Public keys with which the person signs reports. Absent: the site enrolled none. */
  signatureKeys: z.array(SignaturePublicKey).max(10).optional(),
});
export type ProfileReader = z.infer<typeof ProfileReader>;

/** What may leave the station: never; while the reader sits in the region; or anywhere. */
export const LeavingRule = z.enum(['never', 'in-region', 'anywhere']);
export type LeavingRule = z.infer<typeof LeavingRule>;
export const LEAVING_WAYS = ['object', 'report', 'package', 'sync'] as const;
export type LeavingWay = (typeof LEAVING_WAYS)[number];

export const Residency = z.strictObject({
  /** Its name on screen: "EU". */
  region: z.string().min(1).max(60),
  /** What belongs to it; a country includes its parts. */
  jurisdictions: z.array(Jurisdiction).min(1).max(300),
});
export type Residency = z.infer<typeof Residency>;

export const RETENTION_EVENTS = ['contract-end', 'patient-request', 'site-request', 'study-moved'] as const;
export const RetentionEvent = z.enum(RETENTION_EVENTS);
export type RetentionEvent = z.infer<typeof RetentionEvent>;

export const Retention = z.strictObject({
  /** Days after the site confirmed that it has the report; null: time alone ends nothing. */
  afterDeliveryDays: z.number().int().min(0).max(36_500).nullable(),
  /** Days after an event; an event that is not listed ends nothing. */
  events: z.array(z.strictObject({ event: RetentionEvent, days: z.number().int().min(0).max(36_500) })).max(10),
});
export type Retention = z.infer<typeof Retention>;

/** Parts of a profile, in the order they are shown. */
export const PROFILE_SECTIONS = [
  'site',
  'hospitals',
  'sources',
  'codeMaps',
  'templates',
  'protocols',
  'contacts',
  'onCall',
  'serviceLevels',
  'criticalCategories',
  'residency',
  'leaving',
  'retention',
  'readers',
  'provider',
  'orders',
  'unlocking',
  'sharedPriors',
  'claims',
  'checks',
  'receivers',
  'letterhead',
  'signing',
] as const;
export type ProfileSection = (typeof PROFILE_SECTIONS)[number];

/** Everything a station has to know of one site. One file, signed by the site's administrator. Lists are ordered by their keys. */
export const SiteProfile = z
  .strictObject({
    site: z.strictObject({
      code: ShortCode,
      name: Name,
      /** Names of the store's sites (`import --site`) whose studies it covers, compared without case. */
      studiesOf: z.array(Name).min(1).max(50),
      /** IANA name: whose calendar and clock the terms are told by. */
      zone: z.string().min(1).max(60).nullable(),
    }),
    /** Rises with every profile of the site; an older one is never taken again. */
    serial: Serial,
    validFrom: Instant,
    validUntil: Instant,
    /** Serials that are not good any more. A profile that names its own takes the site back altogether. */
    revokedSerials: z.array(Serial).max(1000),
    /** Keys that may sign the next profile beside the one that signed this. */
    nextKeys: z.array(Fingerprint).max(10),
    /** Sections that a person at the station cannot change. */
    managed: z.array(z.enum(PROFILE_SECTIONS)).max(PROFILE_SECTIONS.length),
    hospitals: z.array(Hospital).max(200),
    sources: z.array(ProfileSource).max(50),
    codeMaps: z.array(CodeMap).max(20),
    templates: z.array(ReportTemplate).max(100),
    /** Hanging protocols as JSON text; checked when they are taken over. */
    protocols: z.array(z.strictObject({ protocolId: ShortCode, name: Name, text: z.string().max(100_000) })).max(100),
    contacts: z.array(Contact).max(500),
    onCall: z.array(OnCallStep).max(200),
    serviceLevels: z.array(ServiceLevel).max(50),
    criticalCategories: z.array(CriticalCategory).max(100),
    /** Null: the site asks for no region. */
    residency: Residency.nullable(),
    leaving: z.strictObject({ object: LeavingRule, report: LeavingRule, package: LeavingRule, sync: LeavingRule }),
    /** Null: nothing is deleted for its sake. */
    retention: Retention.nullable(),
    readers: z.array(ProfileReader).max(500),
    /** Where its people sign in. Absent: the site says nothing of it, and profiles that were signed before it could hold. */
    provider: StatedProvider.optional(),
    /** Absent: orders come as files, and reach the studies of the site alone. */
    orders: OrderTerms.optional(),
    /**
     * Whether a station with its studies may be opened by the key store of the system, and whether its lock closes the store at once
     * (false) or may let transfers go on. Absent: the site says nothing of it.
     */
    unlocking: z
      .strictObject({ systemKeyStore: z.boolean().optional(), fetchWhileLocked: z.boolean().optional() })
      .optional(),
    /**
     * Names of the store's sites with which the site agreed to look at each other's priors, compared without case: their patients of other
     * issuers are offered as "same person?". Absent: none.
     */
    sharedPriors: z.array(Name).max(50).optional(),
    /** Who keeps which reader reads what. Absent: the site says nothing of it. */
    claims: z
      .strictObject({
        owner: ClaimOwner,
        /** Where its tasks are, for ups: the name of a DICOMweb source, compared without case. Absent: the first one of the site. */
        source: Name.optional(),
      })
      .optional(),
    /** Checks of a report that the site wants put more or less strongly than the program does, by code. */
    checks: z.array(SiteCheck).max(100).optional(),
    /** How its receivers of HL7 v2 want reports, by the name of the destination, compared without case. Stands before the station's own. */
    receivers: z
      .array(z.strictObject({ destination: Name, mapping: StatedMapping }))
      .max(50)
      .optional(),
    /** At the head of the pages of its reports. Absent: they have none. */
    letterhead: Letterhead.optional(),
    signing: SigningPolicy,
  })
  .superRefine((profile, context) => {
    for (const message of profileFaults(profile)) context.addIssue({ code: 'custom', message });
  });
export type SiteProfile = Readonly<z.infer<typeof SiteProfile>>;

type Unchecked = Pick<
  SiteProfile,
  | 'validFrom'
  | 'validUntil'
  | 'hospitals'
  | 'sources'
  | 'contacts'
  | 'onCall'
  | 'criticalCategories'
  | 'receivers'
  | 'readers'
  | 'residency'
  | 'leaving'
  | 'site'
>;

/** What the shapes alone do not say. */
function profileFaults(profile: Unchecked): string[] {
  const { validFrom, validUntil, contacts, onCall, readers, residency, leaving, site } = profile;
  const known = new Set(contacts.map((contact) => contact.contactId));
  const named = readers.filter((reader) => reader.personId === null).map((reader) => reader.name);
  const ids = readers.flatMap((reader) => (reader.personId === null ? [] : [reader.personId]));
  return [
    ...fault(Date.parse(validFrom) >= Date.parse(validUntil), 'it ends before it begins'),
    ...fault(!isZone(site.zone), 'no such time zone'),
    ...fault(hasTwice(profile.hospitals.map(({ code }) => code)), 'a hospital is named twice'),
    ...fault(hasTwice(profile.sources.map(({ name }) => name)), 'a source is named twice'),
    ...fault(hasTwice([...contacts.map(({ contactId }) => contactId)]), 'a contact is named twice'),
    ...fault(
      hasTwice((profile.receivers ?? []).map(({ destination }) => destination.toLowerCase())),
      'a receiver is named twice',
    ),
    ...fault(hasTwice(profile.criticalCategories.map(({ code }) => code)), 'a critical category is named twice'),
    ...fault(hasTwice(named) || hasTwice(ids), 'a reader is named twice'),
    ...fault(
      onCall.some((step) => !known.has(step.contactId)),
      'an on-call step names no contact',
    ),
    ...fault(
      residency === null && Object.values(leaving).includes('in-region'),
      'what stays in a region needs the region',
    ),
  ];
}

function fault(isWrong: boolean, message: string): string[] {
  return isWrong ? [message] : [];
}

function hasTwice(names: readonly string[]): boolean {
  return new Set(names).size < names.length;
}

function isZone(zone: string | null): boolean {
  if (zone === null) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    // The one way it says that it knows no such zone.
    return false;
  }
}
