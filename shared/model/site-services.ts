import { z } from 'zod';
import { ShortCode } from './credentials.ts';
import { Code } from './report.ts';

/** Without blanks at its ends: nothing is changed by reading, or the signature would not hold. */
const Name = z
  .string()
  .max(200)
  .regex(/^\S(?:.*\S)?$/u);
const Minutes = z.number().int().min(1).max(525_600);
const AeTitle = z.string().regex(/^[\x21-\x5b\x5d-\x7e][\x20-\x5b\x5d-\x7e]{0,15}$/);

/** Where studies come from. Never a secret: those are typed at the station. */
export const ProfileSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dicomweb'), name: Name, url: z.url({ protocol: /^https?$/ }).max(500) }),
  z.strictObject({
    kind: z.literal('dimse'),
    name: Name,
    host: z.string().min(1).max(253),
    port: z.number().int().min(1).max(65_535),
    called: AeTitle,
    calling: AeTitle,
    tls: z.boolean(),
  }),
]);
export type ProfileSource = z.infer<typeof ProfileSource>;

/** A site's own codes and what they mean. */
export const CodeMap = z.strictObject({
  name: ShortCode,
  entries: z.array(z.strictObject({ from: z.string().min(1).max(100), to: Code })).max(5000),
});
export type CodeMap = z.infer<typeof CodeMap>;

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);

export const Contact = z.strictObject({
  contactId: ShortCode,
  name: Name,
  role: Name,
  phone: z.string().max(40).nullable(),
  /** Further numbers, each with what it is ("pager", "mobile"), in the order in which they are tried. Absent: none. */
  numbers: z
    .array(z.strictObject({ label: Name, number: z.string().min(1).max(40) }))
    .max(8)
    .optional(),
  email: z.email().max(254).nullable(),
  /** By the site's clock; weekdays from 1, Monday. Empty: always. */
  hours: z
    .array(
      z.strictObject({ days: z.array(z.number().int().min(1).max(7)).min(1).max(7), from: ClockTime, to: ClockTime }),
    )
    .max(20),
});
export type Contact = z.infer<typeof Contact>;

/** Who is called next, and how long after the call before. */
export const OnCallStep = z.strictObject({
  /** For one critical category; null: for all without steps of their own. */
  category: ShortCode.nullable(),
  step: z.number().int().min(1).max(20),
  contactId: ShortCode,
  afterMinutes: z.number().int().min(0).max(1440),
  /** Whose list it is ("Emergency", "Neurosurgery"). Absent: that of the whole site. */
  service: Name.optional(),
  /** Studies of these modalities alone. Absent: any. */
  modalities: z.array(z.string().min(1).max(16)).max(50).optional(),
  /** The term of a rota, UTC; its end does not belong to it. Absent: as long as the profile holds. */
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});
export type OnCallStep = z.infer<typeof OnCallStep>;

export const ServiceLevel = z.strictObject({
  /** As orders say it: "STAT", "ROUTINE". */
  priority: ShortCode,
  modality: z.string().max(16).nullable(),
  from: z.enum(['order', 'arrival']),
  minutes: Minutes,
});
export type ServiceLevel = z.infer<typeof ServiceLevel>;

export const CriticalCategory = z.strictObject({
  code: ShortCode,
  name: Name,
  /** Told within. */
  minutes: Minutes,
  /** When its row asks for attention. Absent: as in rule 3.2 where the end is, else after a quarter of the time. */
  alertMinutes: Minutes.optional(),
  /** Told by voice, with the words read back. Absent: as rule 3.2 has it. */
  spoken: z.boolean().optional(),
});
export type CriticalCategory = z.infer<typeof CriticalCategory>;
