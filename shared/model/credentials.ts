import { z } from 'zod';

/** A place of law: a country (ISO 3166-1, "DE") or a part of one (ISO 3166-2, "US-PA"). */
export const Jurisdiction = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/);
export type Jurisdiction = z.infer<typeof Jurisdiction>;

/** "2026-12-31", a day that the calendar has. */
export const CalendarDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((day) => {
    const time = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
  }, 'no such day');
export type CalendarDay = z.infer<typeof CalendarDay>;

/** A short name that lists refer to: "st-anna", "MQSA". */
export const ShortCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
export type ShortCode = z.infer<typeof ShortCode>;

/** First and last day on which something holds, both included; null: without that end. */
const term = { from: CalendarDay.nullable(), expires: CalendarDay.nullable() } as const;

export const Licence = z.strictObject({ jurisdiction: Jurisdiction, number: z.string().min(1).max(60), ...term });
export type Licence = z.infer<typeof Licence>;

/** The right to read for one hospital. */
export const Privilege = z.strictObject({ hospital: ShortCode, ...term });
export type Privilege = z.infer<typeof Privilege>;

/** A payer has accepted the reader. */
export const Enrolment = z.strictObject({ payer: ShortCode, ...term });
export type Enrolment = z.infer<typeof Enrolment>;

/** A qualification under a named scheme, as "MQSA" for mammography. */
export const Qualification = z.strictObject({ scheme: ShortCode, ...term });
export type Qualification = z.infer<typeof Qualification>;

/** What an administrator has seen of a reader. The order of each list means nothing. */
export const Credentials = z.strictObject({
  licences: z.array(Licence).max(200),
  privileges: z.array(Privilege).max(1000),
  enrolments: z.array(Enrolment).max(200),
  /** "neuro", "breast", "msk" … as the sites name them. */
  subspecialties: z.array(ShortCode).max(50),
  mammography: z.array(Qualification).max(20),
});
export type Credentials = Readonly<z.infer<typeof Credentials>>;
