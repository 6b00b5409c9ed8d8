import { PersonRole } from '../model/person.ts';

/** Who may use a call. 'nobody-yet': it is asked before anybody has unlocked, and whoever has may ask it too. */
export type CallRoles = readonly PersonRole[] | 'nobody-yet';

/** Whoever has unlocked the store. Nothing of a patient is in the replies of these calls. */
export const EVERY_ROLE: readonly PersonRole[] = PersonRole.options;
/** May be shown patients. */
export const CLINICAL: readonly PersonRole[] = ['reader', 'reviewer', 'coordinator'];
/** Look at pictures and draw on them. */
export const READING: readonly PersonRole[] = ['reader', 'reviewer'];
/** Write, sign and give away reports. */
export const REPORTING: readonly PersonRole[] = ['reader'];
/** Bring studies in. */
export const KEEPING: readonly PersonRole[] = ['reader', 'coordinator'];
/** People, keys, policy. */
export const ADMINISTRATION: readonly PersonRole[] = ['administrator'];

/** Read the audit trail and review emergency access. */
export const AUDITING: readonly PersonRole[] = ['coordinator', 'administrator'];
/** May open a study in an emergency though their role does not say so. Support never may. */
export const BREAKING_GLASS: readonly PersonRole[] = ['reader', 'reviewer', 'coordinator', 'administrator'];

/** @param roles of who has unlocked the store; null: nobody has */
export function mayUse(allowed: CallRoles, roles: readonly PersonRole[] | null): boolean {
  return allowed === 'nobody-yet' || (roles !== null && roles.some((role) => allowed.includes(role)));
}
