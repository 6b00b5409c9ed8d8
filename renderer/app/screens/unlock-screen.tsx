import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { AccessState } from '../../../shared/contract/access.ts';
import { Button, TextField } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { GateOrders } from '../orders/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { FetchingView } from './fetching-view.tsx';
import { Gate, GateActions } from './gate.tsx';
import { OpeningView } from './opening-view.tsx';
import styles from './gate.module.css';

const NOBODY: NonNullable<AccessState['keyStoreOf']> = [];

/** Who is reading, and their passphrase; or the recovery key. A wrong one changes nothing. */
export function UnlockScreen({ people }: { readonly people: AccessState['people'] }) {
  const { access } = useServices();
  const task = useTask();
  const opening = useStore(access.view, (view) => view.opening);
  const field = useRef<HTMLInputElement>(null);
  const last = useStore(access.view, (view) => view.last);
  const byKeyStore = useStore(access.view, (view) => view.state?.keyStoreOf ?? NOBODY);
  const [chosen, setChosen] = useState(
    (people.find(({ personId }) => personId === last) ?? people[0])?.personId ?? null,
  );
  const [recovering, setRecovering] = useState(false);
  const [typed, setTyped] = useState('');
  const [capsLock, setCapsLock] = useState(false);
  const said = task.failure === null ? null : errorWords(task.failure);
  const lookAtCapsLock = (event: KeyboardEvent): void => setCapsLock(event.getModifierState('CapsLock'));
  const submit = (): void =>
    task.start(async () => {
      try {
        await (recovering ? access.unlockByRecovery(typed.trim()) : access.unlock(chosen, typed));
      } catch (error) {
        setTyped('');
        field.current?.focus();
        throw error;
      }
    });
  return (
    <Gate title="Unlock">
      <GateOrders />
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== '') submit();
        }}
      >
        {recovering ? null : (
          <fieldset className={styles['people']}>
            <legend>Who is reading?</legend>
            {people.map((person) => (
              <label key={person.personId} className={styles['person']}>
                <input
                  type="radio"
                  name="person"
                  checked={person.personId === chosen}
                  onChange={() => setChosen(person.personId)}
                />
                <bdi>{person.name}</bdi>
              </label>
            ))}
          </fieldset>
        )}
        <TextField
          key={recovering ? 'recovery' : 'passphrase'}
          ref={field}
          label={recovering ? 'Recovery key' : 'Passphrase'}
          type={recovering ? 'text' : 'password'}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            task.clear();
          }}
          onKeyDown={lookAtCapsLock}
          onKeyUp={lookAtCapsLock}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          hint={capsLock ? '▲ Caps Lock is on' : null}
          problem={said ? `${said.title}. ${said.data} ${said.next}` : null}
        />
        <GateActions>
          <Button
            tone="quiet"
            onClick={() => {
              setRecovering(!recovering);
              setTyped('');
              task.clear();
            }}
          >
            {recovering ? 'Use the passphrase' : 'Use the recovery key'}
          </Button>
          {chosen !== null && !recovering && byKeyStore.includes(chosen) ? (
            <Button disabled={task.busy} onClick={() => task.start(() => access.unlockByKeyStore(chosen))}>
              Unlock with this computer’s key store
            </Button>
          ) : null}
          <Button type="submit" tone="primary" disabled={typed === '' || task.busy}>
            {task.busy ? 'Unlocking …' : 'Unlock the store'}
          </Button>
        </GateActions>
      </form>
      <OpeningView work={opening} />
      <FetchingView />
    </Gate>
  );
}
