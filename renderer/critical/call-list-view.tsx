import { useEffect } from 'react';
import type { CallList, CallStep } from '../../shared/model/call-list.ts';
import type { Contact } from '../../shared/model/communication.ts';
import { Button, classNames, Kbd, SelectField } from '../ui/index.ts';
import { listAge, stepWords } from './call-words.ts';
import styles from './critical.module.css';

const WHOLE_SITE = '';

/** Whom to call, the one whose turn it is first of all to be seen; one key a number. */
export function CallListView({
  list,
  service,
  hasKeys,
  onService,
  onChoose,
}: {
  readonly list: CallList;
  readonly service: string | null;
  /** Of several findings the first has the keys. */
  readonly hasKeys: boolean;
  readonly onService: (service: string | null) => void;
  readonly onChoose: (contact: Contact) => void;
}) {
  const numbers = list.steps.flatMap((step) => step.numbers.map(({ number }) => contactOf(step, number)));
  useNumberKeys(hasKeys ? numbers : [], onChoose);
  return (
    <section className={styles['list']} aria-label="Whom to call">
      <p className={styles['age']} data-tone={list.standing === 'current' ? 'calm' : 'due'} role="note">
        {listAge(list)}
      </p>
      {list.services.length === 0 ? null : (
        <SelectField
          label="On-call list of"
          value={service ?? WHOLE_SITE}
          options={[
            { value: WHOLE_SITE, words: 'the site' },
            ...list.services.map((name) => ({ value: name, words: name })),
          ]}
          onChange={(value) => onService(value === WHOLE_SITE ? null : value)}
        />
      )}
      <ol className={styles['people']}>
        {list.steps.map((step, index) => (
          <li
            key={`${step.step}${step.contactId}`}
            className={classNames(styles['person'], index === list.offered ? styles['next'] : null)}
            aria-current={index === list.offered ? 'step' : undefined}
          >
            <span>
              <bdi>{step.name}</bdi>
              <span className={styles['quiet']}>{`${step.role} · ${stepWords(step, index === list.offered)}`}</span>
            </span>
            <span className={styles['numbers']}>
              {step.numbers.length === 0 ? <span className={styles['quiet']}>no number</span> : null}
              {step.numbers.map(({ label, number }, nth) => {
                const place = numbersBefore(list, index) + nth + 1;
                const keys = hasKeys && place <= 9 ? `Alt ${place}` : null;
                return (
                  <Button
                    key={number}
                    aria-label={`Call ${step.name}, ${label ?? 'telephone'} ${number}`}
                    onClick={() => onChoose(contactOf(step, number))}
                  >
                    {label === null ? number : `${label} ${number}`}
                    {keys === null ? null : <Kbd keys={keys} />}
                  </Button>
                );
              })}
            </span>
          </li>
        ))}
      </ol>
      {list.steps.length > 0 && list.offered === null ? (
        <p className={styles['age']} data-tone="late">
          Everybody of the list was tried. Begin again with the first, or call the switchboard.
        </p>
      ) : null}
    </section>
  );
}

function numbersBefore({ steps }: CallList, index: number): number {
  return steps.slice(0, index).reduce((sum, step) => sum + step.numbers.length, 0);
}

function contactOf({ name, role }: CallStep, number: string): Contact {
  return { name, role, number };
}

/** Alt 1 to Alt 9 while the list is on the screen. */
function useNumberKeys(numbers: readonly Contact[], onChoose: (contact: Contact) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
      if (!event.altKey || event.ctrlKey || event.shiftKey || digit === undefined) return;
      const contact = numbers[Number(digit) - 1];
      if (contact === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      onChoose(contact);
    };
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  });
}
