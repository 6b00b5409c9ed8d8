import { useState } from 'react';
import { Button, TextField } from '../ui/index.ts';
import styles from './follow-up.module.css';

/** Somebody says that it was done elsewhere, or that it is not needed, and why. */
export function EndForm({
  busy,
  onEnd,
}: {
  readonly busy: boolean;
  readonly onEnd: (how: 'done' | 'dropped', reason: string) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const words = reason.trim();
  if (!isOpen) {
    return (
      <span className={styles['form']}>
        <Button tone="quiet" onClick={() => setOpen(true)}>
          End it …
        </Button>
      </span>
    );
  }
  return (
    <form
      className={styles['form']}
      aria-label="End it"
      onSubmit={(event) => {
        event.preventDefault();
        if (words !== '') onEnd('done', words);
      }}
    >
      <TextField
        label="Where it was done, or why it is not needed"
        value={reason}
        maxLength={2000}
        autoFocus
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" disabled={busy || words === ''}>
        Done
      </Button>
      <Button disabled={busy || words === ''} onClick={() => onEnd('dropped', words)}>
        Not needed
      </Button>
    </form>
  );
}
