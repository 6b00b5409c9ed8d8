import { useState } from 'react';
import { useStore } from 'zustand';
import type { AccessSession } from '../../../shared/contract/access.ts';
import { Button } from '../../ui/index.ts';
import { ROLE_WORDS, useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { NewPassphraseFields } from '../screens/new-passphrase-fields.tsx';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { FetchingChoice } from './fetching-choice.tsx';
import { KeyStoreChoice } from './key-store-choice.tsx';
import { minuteChoices } from './minutes.ts';
import styles from './people.module.css';
import { StepUpForm } from './step-up-form.tsx';

type Open = 'passphrase' | 'recovery' | null;

/** Of the settings: whoever has the store open. */
export function YouSection() {
  const { access, layout } = useServices();
  const reader = useStore(access.view, (view) => view.state?.reader ?? null);
  const session = useStore(access.view, (view) => view.state?.session ?? null);
  const [open, setOpen] = useState<Open>(null);
  const mayList = useRefusal('people.list') === null;
  const recoveryRefusal = useRefusal('access.newRecoveryKey');
  if (reader === null) return null;
  const done = (): void => setOpen(null);
  return (
    <fieldset className={styles['section']}>
      <legend>You</legend>
      <p>
        <bdi>{reader.name}</bdi> · {reader.roles.map((role) => ROLE_WORDS[role].name).join(', ')}
      </p>
      {session === null ? null : <IdleChoice session={session} />}
      {session === null ? null : <FetchingChoice session={session} />}
      <div className={styles['choice']}>
        <Button
          aria-expanded={open === 'passphrase'}
          onClick={() => setOpen(open === 'passphrase' ? null : 'passphrase')}
        >
          Change your passphrase
        </Button>
        {mayList ? <Button onClick={() => layout.setState({ dialog: 'people' })}>People of this store</Button> : null}
      </div>
      {open === 'passphrase' ? <OwnPassphrase onDone={done} /> : null}
      <KeyStoreChoice />
      {recoveryRefusal === null ? (
        <div className={styles['choice']}>
          <Button aria-expanded={open === 'recovery'} onClick={() => setOpen(open === 'recovery' ? null : 'recovery')}>
            Make a new recovery key
          </Button>
        </div>
      ) : null}
      {open === 'recovery' ? (
        <StepUpForm
          action="Make the new key"
          ready
          onBack={done}
          onSubmit={async (proof) => {
            await access.renewRecoveryKey(proof);
            layout.setState({ dialog: null });
          }}
        >
          <p className={styles['note']}>
            The old key opens nothing any more. The new one is shown once: keep paper at hand.
          </p>
        </StepUpForm>
      ) : null}
    </fieldset>
  );
}

function OwnPassphrase({ onDone }: { readonly onDone: () => void }) {
  const { access } = useServices();
  const [passphrase, setPassphrase] = useState<string | null>(null);
  return (
    <StepUpForm
      action="Change it"
      ready={passphrase !== null}
      onBack={onDone}
      onSubmit={async (proof) => {
        if (passphrase === null) return;
        await access.changePassphrase(proof, passphrase);
        onDone();
      }}
    >
      <NewPassphraseFields label="New passphrase" autoFocus problem={null} onChange={setPassphrase} />
    </StepUpForm>
  );
}

function IdleChoice({ session }: { readonly session: AccessSession }) {
  const { access } = useServices();
  const task = useTask();
  const longest = session.policy.longestIdleMinutes;
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <>
      <label className={styles['choice']}>
        Lock when nobody touches the window for
        <select
          value={session.idleMinutes}
          disabled={task.busy}
          onChange={(event) => {
            const minutes = Number(event.target.value);
            task.start(() => access.setIdleMinutes(minutes));
          }}
        >
          {minuteChoices(longest, session.idleMinutes).map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutes} min
            </option>
          ))}
        </select>
      </label>
      <p className={styles['note']} role={said ? 'alert' : undefined}>
        {said ? `${said.title}. ${said.next}` : `At most ${longest} min by the policy of this store.`}
      </p>
    </>
  );
}
