import { useState } from 'react';
import { useStore } from 'zustand';
import { Banner, Button, Dialog, TextField } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';

/** Says that the recovery key was never confirmed, until it is: whoever has it on paper proves it by typing it. */
export function RecoveryReminder() {
  const { access } = useServices();
  const confirmed = useStore(access.view, (view) => view.state?.recoveryConfirmed ?? true);
  const [asking, setAsking] = useState(false);
  if (confirmed) return null;
  return (
    <Banner tone="warning" actions={<Button onClick={() => setAsking(true)}>Confirm the recovery key</Button>}>
      The recovery key was not confirmed. No report can be signed until it is.
      <Dialog title="Confirm the recovery key" open={asking} onClose={() => setAsking(false)}>
        <ConfirmForm onClose={() => setAsking(false)} />
      </Dialog>
    </Banner>
  );
}

function ConfirmForm({ onClose }: { readonly onClose: () => void }) {
  const { access } = useServices();
  const task = useTask();
  const [typed, setTyped] = useState('');
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        task.start(async () => {
          await access.proveRecovery(typed.trim());
          onClose();
        });
      }}
    >
      <TextField
        label="The whole recovery key, from your paper"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        problem={said ? `${said.title}. ${said.next}` : null}
      />
      <Button type="submit" tone="primary" disabled={typed.trim() === '' || task.busy}>
        Confirm the key
      </Button>
    </form>
  );
}
