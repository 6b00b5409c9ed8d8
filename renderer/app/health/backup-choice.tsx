import { TextField } from '../../ui/index.ts';
import { NO_PLACE, placeOf } from '../place-of.ts';
import styles from './health.module.css';

/** How a backup is to be made, as it is typed. */
export interface BackupChoice {
  /** Country or part of one where the folder lies; empty: where the store lies. */
  readonly place: string;
  /** Rather no backup than one that leaves studies out. */
  readonly whole: boolean;
  /** All former copies are proved again. */
  readonly everything: boolean;
}

export const PLAIN_BACKUP: BackupChoice = { place: '', whole: false, everything: false };

/** What only some backups need: a folder in another country, and all copies proved. */
export function BackupChoiceFields({
  choice,
  onChange,
}: {
  readonly choice: BackupChoice;
  readonly onChange: (choice: BackupChoice) => void;
}) {
  const isElsewhere = choice.place.trim() !== '';
  return (
    <details>
      <summary>Where the folder lies, and how much is proved</summary>
      <div className={styles['choices']}>
        <TextField
          label="The folder lies in (country, or part of one: DE, US-PA)"
          value={choice.place}
          maxLength={6}
          autoComplete="off"
          hint="Empty: where this computer is. Said once for a folder, and for good."
          problem={placeOf(choice.place) === undefined ? NO_PLACE : null}
          onChange={(event) => onChange({ ...choice, place: event.target.value })}
        />
        <label className={styles['choice']}>
          <input
            type="checkbox"
            checked={choice.whole && isElsewhere}
            disabled={!isElsewhere}
            onChange={(event) => onChange({ ...choice, whole: event.target.checked })}
          />
          Rather no backup than one without the studies that have to stay in their region
        </label>
        <label className={styles['choice']}>
          <input
            type="checkbox"
            checked={choice.everything}
            onChange={(event) => onChange({ ...choice, everything: event.target.checked })}
          />
          Prove every copy that is in the folder again; this takes longer
        </label>
      </div>
    </details>
  );
}
