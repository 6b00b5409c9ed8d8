import { Button, FormActions, TextField } from '../../../ui/index.ts';
import type { HoursForm } from './source-form.ts';
import type { Problems } from './source-settings.ts';
import styles from './form.module.css';

/** Monday first; 0 is Sunday. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;
const SHORT = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
export const DAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const OFFICE: HoursForm = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', rate: '5' };
const MOST_HOURS = 24;

/** Hours of some days with a rate of their own. The first that fit count. */
export function HoursEditor({
  hours,
  problems,
  onChange,
}: {
  readonly hours: readonly HoursForm[];
  readonly problems: Problems;
  readonly onChange: (hours: readonly HoursForm[]) => void;
}) {
  const put = (at: number, hour: HoursForm | null): void =>
    onChange(hours.flatMap((one, place) => (place === at ? (hour ?? []) : one)));
  return (
    <div className={styles['hours']}>
      {hours.map((hour, at) => (
        // Rows have no id of their own, and none moves.
        <HoursRow
          key={at}
          number={at + 1}
          hour={hour}
          problem={problems[`hours.${at}`] ?? null}
          onChange={(next) => put(at, next)}
        />
      ))}
      <FormActions>
        <Button disabled={hours.length >= MOST_HOURS} onClick={() => onChange([...hours, OFFICE])}>
          Another rate at some hours …
        </Button>
        <span className={styles['quiet']}>
          {hours.length === 0
            ? 'The same at every hour. By the clock of this computer.'
            : 'The first hours that fit count.'}
        </span>
      </FormActions>
    </div>
  );
}

function HoursRow({
  number,
  hour,
  problem,
  onChange,
}: {
  readonly number: number;
  readonly hour: HoursForm;
  readonly problem: string | null;
  readonly onChange: (hour: HoursForm | null) => void;
}) {
  const text = (of: 'from' | 'to' | 'rate', label: string) => (
    <TextField
      className={styles['short'] ?? ''}
      label={label}
      value={hour[of]}
      maxLength={10}
      autoComplete="off"
      onChange={(event) => onChange({ ...hour, [of]: event.target.value })}
    />
  );
  return (
    <div role="group" aria-label={`Hours ${number}`} className={styles['row']}>
      <div className={styles['days']} role="group" aria-label="Days">
        {WEEK.map((day) => (
          <label key={day}>
            <input
              type="checkbox"
              checked={hour.days.includes(day)}
              aria-label={DAY_NAMES[day]}
              onChange={(event) =>
                onChange({
                  ...hour,
                  days: event.target.checked ? [...hour.days, day] : hour.days.filter((one) => one !== day),
                })
              }
            />
            {SHORT[day]}
          </label>
        ))}
      </div>
      {text('from', 'From')}
      {text('to', 'To')}
      {text('rate', 'Mbit/s')}
      <Button tone="quiet" aria-label={`Remove hours ${number}`} onClick={() => onChange(null)}>
        Remove
      </Button>
      {problem === null ? null : (
        <p role="alert" className={styles['problem']}>
          {problem}
        </p>
      )}
    </div>
  );
}
