import { useState } from 'react';
import type { CommunicationAct } from '../../shared/contract/communications.ts';
import type { AttemptOutcome, CommunicationMethod, Contact } from '../../shared/model/communication.ts';
import { Button, CheckField, SelectField, TextField } from '../ui/index.ts';
import { METHOD_WORDS } from './critical-words.ts';
import styles from './critical.module.css';

const METHODS: readonly CommunicationMethod[] = ['phone', 'in-person', 'pager', 'system'];
const FAILED: readonly { readonly outcome: AttemptOutcome; readonly words: string }[] = [
  { outcome: 'no-answer', words: 'No answer' },
  { outcome: 'busy', words: 'Busy' },
  { outcome: 'wrong-number', words: 'Wrong number' },
  { outcome: 'message-left', words: 'Message left' },
];

/** Who was tried or told, how, and whether the words were read back. */
export function TellForm({
  chosen,
  isSpoken,
  busy,
  onAct,
}: {
  /** Of the site's list; null: typed in. */
  readonly chosen: Contact | null;
  /** Told by voice, with the words read back. */
  readonly isSpoken: boolean;
  readonly busy: boolean;
  readonly onAct: (act: CommunicationAct) => void;
}) {
  const [name, setName] = useState(chosen?.name ?? '');
  const [role, setRole] = useState(chosen?.role ?? '');
  const [number, setNumber] = useState(chosen?.number ?? '');
  const [method, setMethod] = useState<CommunicationMethod>('phone');
  const [readBack, setReadBack] = useState(false);
  const isNamed = name.trim() !== '' && role.trim() !== '';
  const mayTell = isNamed && (!isSpoken || (readBack && (method === 'phone' || method === 'in-person')));
  const to = { name: name.trim(), role: role.trim(), number: number.trim() === '' ? null : number.trim() };
  return (
    <form
      className={styles['form']}
      aria-label="Who was told"
      onSubmit={(event) => {
        event.preventDefault();
        if (mayTell) onAct({ kind: 'communicated', method, to, readBack });
      }}
    >
      <TextField
        label="Whom"
        value={name}
        maxLength={200}
        autoFocus
        onChange={(event) => setName(event.target.value)}
      />
      <TextField label="Role" value={role} maxLength={200} onChange={(event) => setRole(event.target.value)} />
      <TextField label="Number" value={number} maxLength={100} onChange={(event) => setNumber(event.target.value)} />
      <SelectField
        label="How"
        value={method}
        options={METHODS.map((value) => ({ value, words: METHOD_WORDS[value] }))}
        onChange={setMethod}
      />
      <CheckField label="The words were read back" checked={readBack} onChange={setReadBack} />
      <div className={styles['acts']}>
        {FAILED.map(({ outcome, words }) => (
          <Button
            key={outcome}
            disabled={busy || !isNamed}
            onClick={() => onAct({ kind: 'attempted', method, to, outcome })}
          >
            {words}
          </Button>
        ))}
        <Button type="submit" tone="primary" disabled={busy || !mayTell}>
          Told
        </Button>
      </div>
    </form>
  );
}
