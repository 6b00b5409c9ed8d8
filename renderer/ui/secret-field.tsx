import { useId } from 'react';
import { Button } from './button.tsx';
import styles from './form.module.css';
import { TextField } from './text-field.tsx';

/** Kept: null. Otherwise what was typed in its place; '' takes it away. */
export type SecretEntry = string | null;

/** A password or token. One that is stored is never shown again: it stays, or another comes in its place. */
export function SecretField({
  label,
  stored,
  entry,
  onChange,
  hint,
  problem,
  optional = false,
}: {
  readonly label: string;
  /** One is stored, and would still be good. */
  readonly stored: boolean;
  readonly entry: SecretEntry;
  readonly onChange: (entry: SecretEntry) => void;
  readonly hint?: string;
  readonly problem?: string | null;
  /** It may be taken away without another. */
  readonly optional?: boolean;
}) {
  const id = useId();
  if (stored && entry === null) {
    return (
      <div className={styles['field']} role="group" aria-labelledby={id}>
        <span id={id}>{label}</span>
        <div className={styles['stored']}>
          <span>●●●●●● stored</span>
          <Button aria-label={`Replace: ${label}`} onClick={() => onChange('')}>
            Replace …
          </Button>
        </div>
        <div className={styles['note']}>It lies encrypted in the store and is never shown again.</div>
      </div>
    );
  }
  return (
    <div className={styles['field']}>
      <TextField
        label={label}
        type="password"
        value={entry ?? ''}
        maxLength={16_000}
        autoComplete="off"
        spellCheck={false}
        problem={problem ?? null}
        hint={optional && stored ? 'Left empty it is taken away.' : (hint ?? '')}
        onChange={(event) => onChange(event.target.value)}
      />
      {stored ? (
        <div className={styles['actions']}>
          <Button tone="quiet" aria-label={`Keep the one that is stored: ${label}`} onClick={() => onChange(null)}>
            Keep the one that is stored
          </Button>
        </div>
      ) : null}
    </div>
  );
}
