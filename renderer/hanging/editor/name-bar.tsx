import { useState } from 'react';
import type { FormEvent } from 'react';
import { nameOfCopy } from '../../../shared/hanging/protocol/edit/new-protocol.ts';
import { Button, TextField } from '../../ui/index.ts';
import { useDocument } from './editor-context.ts';
import styles from './editor.module.css';

const LONGEST_NAME = 64;

/** What the protocol is to be called as one of its own. */
export function NameBar({ onSave, onStay }: { readonly onSave: (name: string) => void; readonly onStay: () => void }) {
  const document = useDocument();
  const [name, setName] = useState(nameOfCopy(document.name));
  const bare = name.trim();
  const problem = bare === '' ? 'It needs a name.' : bare.length > LONGEST_NAME ? 'The name is too long.' : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (problem === null) onSave(bare);
  };
  return (
    <form className={styles['bar']} onSubmit={submit}>
      <TextField
        className={styles['said'] ?? ''}
        label={`Name of the new protocol; “${document.name}” stays as it is kept`}
        value={name}
        problem={problem}
        autoFocus
        autoComplete="off"
        onChange={({ target }) => setName(target.value)}
      />
      <Button type="submit" tone="primary" aria-disabled={problem !== null}>
        Save it so
      </Button>
      <Button onClick={onStay}>Go on editing</Button>
    </form>
  );
}
