import { useId, useState } from 'react';
import type { CheckFinding } from '../../shared/model/report.ts';
import { Button, Dialog, TextField } from '../ui/index.ts';
import styles from './sign-dialog.module.css';
import type { AfterSigning, ProofAsked } from './use-report-actions.ts';

/**
 * The question before a signature: who signs, what stands in the way, what has to be accepted. The safe answer has the focus.
 * `onSign` gets the codes that were accepted.
 */
export function SignDialog({
  readerName,
  isAddendum,
  findings,
  busy,
  then,
  proof,
  onSign,
  onClose,
}: {
  readonly readerName: string;
  readonly isAddendum: boolean;
  readonly findings: readonly CheckFinding[];
  readonly busy: boolean;
  readonly then: AfterSigning;
  /** Whether the passphrase is wanted once more. */
  readonly proof: ProofAsked;
  readonly onSign: (acknowledged: readonly string[], proof: string | null) => void;
  readonly onClose: () => void;
}) {
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set());
  const [typed, setTyped] = useState('');
  const refusals = findings.filter((finding) => finding.tier === 'refuse');
  const asked = findings.filter((finding) => finding.tier === 'acknowledge');
  const notes = findings.filter((finding) => finding.tier === 'note');
  const mayNot =
    (proof !== 'not' && typed === '') || refusals.length > 0 || asked.some((_, place) => !accepted.has(String(place)));
  const toggle = (key: string): void =>
    setAccepted((now) => {
      const next = new Set(now);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <Dialog
      open
      title={isAddendum ? 'Sign this addendum' : 'Sign this report'}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose} data-autofocus>
            Keep writing
          </Button>
          <Button
            tone="primary"
            disabled={mayNot || busy}
            onClick={() => {
              onSign([...new Set(asked.map((finding) => finding.code))], proof === 'not' ? null : typed);
              setTyped('');
            }}
          >
            {busy ? 'Signing…' : `Sign as ${readerName}${then === 'next' ? ' and open the next' : ''}`}
          </Button>
        </>
      }
    >
      {refusals.length === 0 ? (
        <p>Signing freezes the text under your name. It can be added to, never changed.</p>
      ) : (
        <FindingList title="Stands in the way" findings={refusals} tone="refuse" />
      )}
      {asked.length === 0 ? null : (
        <fieldset className={styles['group']}>
          <legend>Look at these, then accept each</legend>
          {asked.map((finding, place) => (
            <Accept
              key={`${finding.code}${finding.message}`}
              message={finding.message}
              checked={accepted.has(String(place))}
              onToggle={() => toggle(String(place))}
            />
          ))}
        </fieldset>
      )}
      {notes.length === 0 ? null : <FindingList title="Good to know" findings={notes} tone="note" />}
      {proof === 'not' ? null : (
        <TextField
          label="Your passphrase, once more"
          type="password"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          autoFocus
          hint="The last proof of who you are is older than the policy of this store allows."
          problem={proof === 'wrong' && typed === '' ? 'This is not your passphrase. Nothing was signed.' : null}
        />
      )}
    </Dialog>
  );
}

function Accept({
  message,
  checked,
  onToggle,
}: {
  readonly message: string;
  readonly checked: boolean;
  readonly onToggle: () => void;
}) {
  const id = useId();
  return (
    <div className={styles['accept']}>
      <input id={id} type="checkbox" checked={checked} onChange={onToggle} />
      <label htmlFor={id}>{message}</label>
    </div>
  );
}

function FindingList({
  title,
  findings,
  tone,
}: {
  readonly title: string;
  readonly findings: readonly CheckFinding[];
  readonly tone: 'refuse' | 'note';
}) {
  return (
    <div className={styles[tone]}>
      <h3>{title}</h3>
      <ul className={styles['list']}>
        {findings.map((finding) => (
          <li key={`${finding.code}${finding.message}`}>{finding.message}</li>
        ))}
      </ul>
    </div>
  );
}
