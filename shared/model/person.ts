import { z } from 'zod';
import { PersonId } from './ids.ts';

/**
 * What a person may do on a station; somebody may have several. reader: reads and signs. reviewer: looks and measures, writes no
 * report. coordinator: imports, looks after lists and quality. administrator: people, keys, policy; sees no patients by this alone.
 * support: looks after the machine, and sees no patient data at all.
 */
export const PersonRole = z.enum(['reader', 'reviewer', 'coordinator', 'administrator', 'support']);
export type PersonRole = z.infer<typeof PersonRole>;

/** At least one, none twice. Support goes with nothing else but administrator: it would see no patient data in name only. */
export const PersonRoles = z
  .array(PersonRole)
  .min(1)
  .max(PersonRole.options.length)
  .refine((roles) => new Set(roles).size === roles.length, 'a role twice')
  .refine((roles) => !roles.includes('support') || !roles.some(seesPatients), 'support sees no patients');
export type PersonRoles = z.infer<typeof PersonRoles>;

export const PersonState = z.enum(['active', 'revoked']);
export type PersonState = z.infer<typeof PersonState>;

/** As it is shown and printed; given by somebody, so bounded. */
export const PersonName = z.string().trim().min(1).max(200);

/** Somebody who has, or had, a way into the store. A revoked person stays: reports and the audit trail name them. */
export const Person = z.strictObject({
  personId: PersonId,
  name: z.string(),
  roles: z.array(PersonRole),
  state: PersonState,
  /** UTC, ISO 8601. */
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
});
export type Person = z.infer<typeof Person>;

/** A role that nobody at the station gives to this person: a site that manages its readers does not name them as that. */
export const HeldRole = z.strictObject({
  personId: PersonId,
  role: PersonRole,
  siteName: z.string(),
  /** Of the profile that says so. */
  serial: z.number().int(),
});
export type HeldRole = z.infer<typeof HeldRole>;

/** Whether somebody in this role may be shown who is ill with what. */
export function seesPatients(role: PersonRole): boolean {
  return role === 'reader' || role === 'reviewer' || role === 'coordinator';
}
