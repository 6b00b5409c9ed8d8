import { useState } from 'react';
import { TextField } from '../../ui/index.ts';
import { passphraseStrength } from './passphrase-strength.ts';

/** A new passphrase typed twice. `onChange` gets it while both are the same, and null while they are not. */
export function NewPassphraseFields({
  label,
  problem,
  autoFocus = false,
  onChange,
}: {
  /** "Passphrase": the second field adds "again". */
  readonly label: string;
  /** Why the passphrase was refused, in words. */
  readonly problem: string | null;
  readonly autoFocus?: boolean;
  readonly onChange: (passphrase: string | null) => void;
}) {
  const [first, setFirst] = useState('');
  const [again, setAgain] = useState('');
  const tell = (one: string, other: string): void => onChange(one !== '' && one === other ? one : null);
  return (
    <>
      <TextField
        label={label}
        type="password"
        value={first}
        onChange={(event) => {
          setFirst(event.target.value);
          tell(event.target.value, again);
        }}
        autoComplete="new-password"
        autoFocus={autoFocus}
        hint={passphraseStrength(first).words}
        problem={problem}
      />
      <TextField
        label={`${label} again`}
        type="password"
        value={again}
        onChange={(event) => {
          setAgain(event.target.value);
          tell(first, event.target.value);
        }}
        autoComplete="new-password"
        problem={again !== '' && again !== first ? 'The two are not the same.' : null}
      />
    </>
  );
}
