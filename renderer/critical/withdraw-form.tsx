import { useState } from 'react';
import { Button, TextField } from '../ui/index.ts';
import styles from './critical.module.css';

/** For a finding that was opened in error: it stays on record with the reason. */
export function WithdrawForm({
  busy,
  onWithdraw,
}: {
  readonly busy: boolean;
  readonly onWithdraw: (reason: string) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const words = reason.trim();
  if (!isOpen) {
    return (
      <Button tone="quiet" onClick={() => setOpen(true)}>
        Opened in error …
      </Button>
    );
  }
  return (
    <form
      className={styles['hand']}
      aria-label="Opened in error"
      onSubmit={(event) => {
        event.preventDefault();
        if (words !== '') onWithdraw(words);
      }}
    >
      <TextField
        label="Why nobody has to be told"
        value={reason}
        maxLength={2000}
        autoFocus
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" disabled={busy || words === ''}>
        Take it back
      </Button>
    </form>
  );
}
