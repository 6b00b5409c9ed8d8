import { useState } from 'react';
import { Button } from './button.tsx';
import styles from './reason-form.module.css';
import { TextField } from './text-field.tsx';

/** A button that opens a line for a reason, and what can be done with it. Nothing is done without one. */
export function ReasonForm({
  title,
  label,
  busy,
  act,
  other,
}: {
  /** What is to be done: "End it". */
  readonly title: string;
  /** Of the reason. */
  readonly label: string;
  readonly busy: boolean;
  /** What Enter does. */
  readonly act: ReasonedAct;
  readonly other?: ReasonedAct;
}) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const words = reason.trim();
  if (!isOpen) {
    return (
      <span>
        <Button tone="quiet" onClick={() => setOpen(true)}>
          {title} …
        </Button>
      </span>
    );
  }
  return (
    <form
      className={styles['form']}
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (words !== '') act.do(words);
      }}
    >
      <TextField
        label={label}
        value={reason}
        maxLength={2000}
        autoFocus
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" disabled={busy || words === ''}>
        {act.words}
      </Button>
      {other ? (
        <Button disabled={busy || words === ''} onClick={() => other.do(words)}>
          {other.words}
        </Button>
      ) : null}
    </form>
  );
}

interface ReasonedAct {
  readonly words: string;
  readonly do: (reason: string) => void;
}
