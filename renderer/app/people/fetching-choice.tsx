import type { AccessSession } from '../../../shared/contract/access.ts';
import { FETCHING_HOURS } from '../../../shared/model/access.ts';
import { ManagedMark } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useManaged } from '../use-managed.ts';
import { useTask } from '../use-task.ts';
import styles from './people.module.css';

const USUAL = [0, 1, 2, 4, 6, 8, 10, 12, 16, 24] as const;

/** Hours to choose from: usual ones up to the longest, the longest itself and the one that is so now; rising. */
export function hourChoices(longest: number, now: number): readonly number[] {
  const all = new Set([...USUAL.filter((hours) => hours <= longest), longest, now]);
  return [...all].sort((a, b) => a - b);
}

export function hourWords(hours: number): string {
  return hours === 0 ? 'close the store at once' : `keep fetching for ${hours} h`;
}

/** Of the settings: whether transfers go on while this person's lock is on. */
export function FetchingChoice({ session }: { readonly session: AccessSession }) {
  const { access } = useServices();
  const held = useManaged('fetching');
  const task = useTask();
  const longest = session.policy.fetchingHours ?? FETCHING_HOURS;
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <>
      <label className={styles['choice']}>
        When locked
        <select
          value={session.fetchingHours}
          disabled={task.busy || held !== null}
          onChange={(event) => {
            const hours = Number(event.target.value);
            task.start(() => access.setFetchingHours(hours));
          }}
        >
          {hourChoices(longest, session.fetchingHours).map((hours) => (
            <option key={hours} value={hours}>
              {hourWords(hours)}
            </option>
          ))}
        </select>
        {held === null ? null : <ManagedMark>{held}</ManagedMark>}
      </label>
      <p className={styles['note']} role={said ? 'alert' : undefined}>
        {said
          ? `${said.title}. ${said.next}`
          : 'While it fetches the keys of the store stay in the memory of this computer. A closed lid, a sign-out and the end of the program close it.'}
      </p>
    </>
  );
}
