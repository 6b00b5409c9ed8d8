import { useId } from 'react';
import type { CheckFinding } from '../../shared/model/report.ts';
import styles from './sign-dialog.module.css';

/** What one finding is known by, whatever comes before or after it. */
export function findingKey({ code, message }: CheckFinding): string {
  return `${code} ${message}`;
}

/** What was found before a signature: what stands in the way, what has to be accepted, what is good to know. */
export function SignFindings({
  findings,
  accepted,
  onToggle,
}: {
  readonly findings: readonly CheckFinding[];
  /** Keys of what was accepted: a finding that comes later takes nobody's mark. */
  readonly accepted: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
}) {
  const refusals = findings.filter((finding) => finding.tier === 'refuse');
  const asked = findings.filter((finding) => finding.tier === 'acknowledge');
  const notes = findings.filter((finding) => finding.tier === 'note');
  const notFinal = notes.filter(({ leaves }) => leaves !== undefined);
  const rest = notes.filter(({ leaves }) => leaves === undefined);
  return (
    <>
      {refusals.length === 0 ? null : <FindingList title="Stands in the way" findings={refusals} tone="refuse" />}
      {notFinal.length === 0 ? null : <FindingList title="Why it cannot be final" findings={notFinal} tone="lesser" />}
      {asked.length === 0 ? null : (
        <fieldset className={styles['group']}>
          <legend>Look at these, then accept each</legend>
          {asked.map((finding) => {
            const key = findingKey(finding);
            return (
              <Accept key={key} message={finding.message} checked={accepted.has(key)} onToggle={() => onToggle(key)} />
            );
          })}
        </fieldset>
      )}
      {rest.length === 0 ? null : <FindingList title="Good to know" findings={rest} tone="note" />}
    </>
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
  readonly tone: 'refuse' | 'lesser' | 'note';
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
