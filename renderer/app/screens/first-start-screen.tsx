import { useState } from 'react';
import { Button, TextField } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { Gate, GateActions, GateNote } from './gate.tsx';
import styles from './gate.module.css';
import { NewPassphraseFields } from './new-passphrase-fields.tsx';

/** Asks for the reader's name and a passphrase, and makes the store. */
export function FirstStartScreen() {
  const { access } = useServices();
  const task = useTask();
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState<string | null>(null);
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <Gate title="Set up this workstation">
      <GateNote>
        This makes an encrypted store on this computer. It is an evaluation store: for trying out, not for clinical use,
        and it says so on every screen and in every report.
      </GateNote>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && passphrase !== null) task.start(() => access.create(name.trim(), passphrase));
        }}
      >
        <TextField
          label="Your name, as it stands under your reports"
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={200}
          autoComplete="off"
          autoFocus
        />
        <NewPassphraseFields
          label="Passphrase"
          problem={said ? `${said.title}. ${said.next}` : null}
          onChange={setPassphrase}
        />
        <GateNote>Nobody can reset this passphrase. A recovery key is shown next: keep it on paper.</GateNote>
        <GateActions>
          <Button type="submit" tone="primary" disabled={name.trim() === '' || passphrase === null || task.busy}>
            {task.busy ? 'Making the store …' : 'Make the store'}
          </Button>
        </GateActions>
      </form>
    </Gate>
  );
}
