import { PersonRole, PersonRoles } from '../../../shared/model/person.ts';
import type { HeldRole } from '../../../shared/model/person.ts';
import { ManagedMark } from '../../ui/index.ts';
import { ROLE_WORDS } from '../may.ts';
import styles from './people.module.css';

/** Which roles somebody has; says why a choice cannot be. */
export function RoleChoice({
  roles,
  held = [],
  onChange,
}: {
  readonly roles: readonly PersonRole[];
  /** Roles that a site keeps anybody here from giving to this person. */
  readonly held?: readonly HeldRole[];
  readonly onChange: (roles: readonly PersonRole[]) => void;
}) {
  return (
    <fieldset className={styles['roles']}>
      <legend>What this person does here</legend>
      {PersonRole.options.map((role) => {
        const by = held.find((one) => one.role === role);
        return (
          <label key={role} className={styles['role']}>
            <input
              type="checkbox"
              checked={roles.includes(role)}
              disabled={by !== undefined}
              onChange={() =>
                onChange(
                  PersonRole.options.filter((one) => (one === role ? !roles.includes(one) : roles.includes(one))),
                )
              }
            />
            <span>
              {ROLE_WORDS[role].name} <span className={styles['quiet']}>{ROLE_WORDS[role].does}</span>{' '}
              {by === undefined ? null : <ManagedMark>{heldWords(by)}</ManagedMark>}
            </span>
          </label>
        );
      })}
      <p className={styles['note']} role="status">
        {roleProblem(roles) ?? ''}
      </p>
    </fieldset>
  );
}

function heldWords({ siteName, serial }: HeldRole): string {
  return `Managed by ${siteName}, profile ${serial}: it does not name this person as that.`;
}

/** Why somebody cannot have exactly these roles; null where they can. */
export function roleProblem(roles: readonly PersonRole[]): string | null {
  if (roles.length === 0) return 'Choose at least one.';
  if (PersonRoles.safeParse(roles).success) return null;
  return 'Support sees no patients, so it does not go with reader, reviewer or coordinator.';
}
