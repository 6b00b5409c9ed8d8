import { useState } from 'react';
import { Button, TextField } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { Gate, GateActions, GateNote } from './gate.tsx';
import styles from './gate.module.css';
import { isLastGroup, recoveryGroups } from './recovery-key.ts';

/** Shows the recovery key once. No copying, no printing: it belongs on paper, away from this computer. */
export function RecoveryScreen({ recoveryKey }: { readonly recoveryKey: string }) {
  const { access } = useServices();
  const task = useTask();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const groups = recoveryGroups(recoveryKey);
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <Gate title="Your recovery key">
      <p>
        Write it down by hand and keep it away from this computer. It opens the store when the passphrase is forgotten.
        It is shown now and never again.
      </p>
      <div className={styles['key']} role="group" aria-label="Recovery key">
        {groups.map((group, index) => (
          // The groups never change while they are shown, so their place names them.
          <span key={`${index}-${group}`} className={index === groups.length - 1 ? styles['last'] : undefined}>
            {group}
          </span>
        ))}
      </div>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (isLastGroup(recoveryKey, typed)) task.start(() => access.confirmRecovery());
          else setWrong(true);
        }}
      >
        <TextField
          label="Type the last group from your paper"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong(false);
          }}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          problem={
            wrong
              ? 'This is not the last group. Compare your paper with the screen.'
              : said
                ? `${said.title}. ${said.next}`
                : null
          }
        />
        <GateNote>No report can be signed before the key is confirmed.</GateNote>
        <GateActions>
          <Button type="submit" tone="primary" disabled={typed.trim() === '' || task.busy}>
            I have written it down
          </Button>
        </GateActions>
      </form>
    </Gate>
  );
}
