import { useState } from 'react';
import { Button, TextField } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { Gate, GateActions, GateNote } from './gate.tsx';
import styles from './gate.module.css';
import { passphraseStrength } from './passphrase-strength.ts';

/** After the recovery key opened the store: a passphrase was forgotten, so a new one is made now, or later. */
export function NewPassphraseScreen() {
  const { access } = useServices();
  const task = useTask();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== passphrase;
  const ready = passphrase !== '' && again === passphrase;
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <Gate title="Set a new passphrase">
      <p>The store was opened with the recovery key. From now on it opens with the passphrase that you choose here.</p>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) task.start(() => access.renewPassphrase(passphrase));
        }}
      >
        <TextField
          label="New passphrase"
          type="password"
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
          autoComplete="new-password"
          autoFocus
          hint={passphraseStrength(passphrase).words}
          problem={said ? `${said.title}. ${said.next}` : null}
        />
        <TextField
          label="New passphrase again"
          type="password"
          value={again}
          onChange={(event) => setAgain(event.target.value)}
          autoComplete="new-password"
          problem={differs ? 'The two are not the same.' : null}
        />
        <GateNote>
          The old passphrase opens the store no more. The recovery key stays as it is: keep the paper.
        </GateNote>
        <GateActions>
          <Button tone="quiet" onClick={() => access.keepPassphrase()}>
            Keep the old passphrase
          </Button>
          <Button type="submit" tone="primary" disabled={!ready || task.busy}>
            {task.busy ? 'Setting …' : 'Set the new passphrase'}
          </Button>
        </GateActions>
      </form>
    </Gate>
  );
}
