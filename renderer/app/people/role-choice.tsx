import { PersonRole, PersonRoles } from '../../../shared/model/person.ts';
import { ROLE_WORDS } from '../may.ts';
import styles from './people.module.css';

/** Which roles somebody has; says why a choice cannot be. */
export function RoleChoice({
  roles,
  onChange,
}: {
  readonly roles: readonly PersonRole[];
  readonly onChange: (roles: readonly PersonRole[]) => void;
}) {
  return (
    <fieldset className={styles['roles']}>
      <legend>What this person does here</legend>
      {PersonRole.options.map((role) => (
        <label key={role} className={styles['role']}>
          <input
            type="checkbox"
            checked={roles.includes(role)}
            onChange={() =>
              onChange(PersonRole.options.filter((one) => (one === role ? !roles.includes(one) : roles.includes(one))))
            }
          />
          <span>
            {ROLE_WORDS[role].name} <span className={styles['quiet']}>{ROLE_WORDS[role].does}</span>
          </span>
        </label>
      ))}
      <p className={styles['note']} role="status">
        {roleProblem(roles) ?? ''}
      </p>
    </fieldset>
  );
}

/** Why somebody cannot have exactly these roles; null where they can. */
export function roleProblem(roles: readonly PersonRole[]): string | null {
  if (roles.length === 0) return 'Choose at least one.';
  if (PersonRoles.safeParse(roles).success) return null;
  return 'Support sees no patients, so it does not go with reader, reviewer or coordinator.';
}
