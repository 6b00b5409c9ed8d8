import { useState } from 'react';
import { Button } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { Gate, GateActions, GateNote } from './gate.tsx';
import styles from './gate.module.css';
import { NewPassphraseFields } from './new-passphrase-fields.tsx';

/** After the recovery key opened the store: a passphrase was forgotten, so a new one is made now, or later. */
export function NewPassphraseScreen() {
  const { access } = useServices();
  const task = useTask();
  const [passphrase, setPassphrase] = useState<string | null>(null);
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <Gate title="Set a new passphrase">
      <p>The store was opened with the recovery key. From now on it opens with the passphrase that you choose here.</p>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (passphrase !== null) task.start(() => access.renewPassphrase(passphrase));
        }}
      >
        <NewPassphraseFields
          label="New passphrase"
          autoFocus
          problem={said ? `${said.title}. ${said.next}` : null}
          onChange={setPassphrase}
        />
        <GateNote>
          The old passphrase opens the store no more. The recovery key stays as it is: keep the paper.
        </GateNote>
        <GateActions>
          <Button tone="quiet" onClick={() => access.keepPassphrase()}>
            Keep the old passphrase
          </Button>
          <Button type="submit" tone="primary" disabled={passphrase === null || task.busy}>
            {task.busy ? 'Setting …' : 'Set the new passphrase'}
          </Button>
        </GateActions>
      </form>
    </Gate>
  );
}
