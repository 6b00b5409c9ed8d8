import { useId } from 'react';
import type { CheckFinding } from '../../shared/model/report.ts';
import { Button } from '../ui/index.ts';
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
  onShow,
}: {
  readonly findings: readonly CheckFinding[];
  /** Keys of what was accepted: a finding that comes later takes nobody's mark. */
  readonly accepted: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
  /** Leaves the question for the words that a finding means. */
  readonly onShow: (finding: CheckFinding) => void;
}) {
  const refusals = findings.filter((finding) => finding.tier === 'refuse');
  const asked = findings.filter((finding) => finding.tier === 'acknowledge');
  const notes = findings.filter((finding) => finding.tier === 'note');
  const notFinal = notes.filter(({ leaves }) => leaves !== undefined);
  const rest = notes.filter(({ leaves }) => leaves === undefined);
  return (
    <>
      {refusals.length === 0 ? null : (
        <FindingList title="Stands in the way" findings={refusals} tone="refuse" onShow={onShow} />
      )}
      {notFinal.length === 0 ? null : (
        <FindingList title="Why it cannot be final" findings={notFinal} tone="lesser" onShow={onShow} />
      )}
      {asked.length === 0 ? null : (
        <fieldset className={styles['group']}>
          <legend>Look at these, then accept each</legend>
          {asked.map((finding) => {
            const key = findingKey(finding);
            return (
              <Accept
                key={key}
                finding={finding}
                checked={accepted.has(key)}
                onToggle={() => onToggle(key)}
                onShow={onShow}
              />
            );
          })}
        </fieldset>
      )}
      {rest.length === 0 ? null : <FindingList title="Good to know" findings={rest} tone="note" onShow={onShow} />}
    </>
  );
}

function Accept({
  finding,
  checked,
  onToggle,
  onShow,
}: {
  readonly finding: CheckFinding;
  readonly checked: boolean;
  readonly onToggle: () => void;
  readonly onShow: (finding: CheckFinding) => void;
}) {
  const id = useId();
  return (
    <div className={styles['accept']}>
      <input id={id} type="checkbox" checked={checked} onChange={onToggle} />
      <label htmlFor={id}>{finding.message}</label>
      <ShowWords finding={finding} onShow={onShow} />
    </div>
  );
}

/** Where a finding means words of the report, the way to them. */
function ShowWords({
  finding,
  onShow,
}: {
  readonly finding: CheckFinding;
  readonly onShow: (finding: CheckFinding) => void;
}) {
  if (finding.sectionId === null) return null;
  return (
    <Button tone="quiet" onClick={() => onShow(finding)} aria-label={`Show in the report: ${finding.message}`}>
      Show
    </Button>
  );
}

function FindingList({
  title,
  findings,
  tone,
  onShow,
}: {
  readonly title: string;
  readonly findings: readonly CheckFinding[];
  readonly tone: 'refuse' | 'lesser' | 'note';
  readonly onShow: (finding: CheckFinding) => void;
}) {
  return (
    <div className={styles[tone]}>
      <h3>{title}</h3>
      <ul className={styles['list']}>
        {findings.map((finding) => (
          <li key={`${finding.code}${finding.message}`}>
            {finding.message} <ShowWords finding={finding} onShow={onShow} />
          </li>
        ))}
      </ul>
    </div>
  );
}
