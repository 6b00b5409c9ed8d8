import { useEffect, useId, useState } from 'react';
import type { FormEvent } from 'react';
import { useStore } from 'zustand';
import { auditKind } from '../../shared/audit/event-map.ts';
import type { AuditRecord, AuditVerdict } from '../../shared/contract/audit.ts';
import { Button, Dialog, Tabs } from '../ui/index.ts';
import { AuditGrid, localTime } from './audit-grid.tsx';
import { AuditReview } from './audit-review.tsx';
import type { ReviewCalls } from './audit-review.tsx';
import { AuditSearch, daysToTimes, NO_FILTER } from './audit-search.ts';
import type { AskTrail } from './audit-search.ts';
import styles from './audit-dialog.module.css';

export interface AuditDialogProps {
  readonly open: boolean;
  /** The part that is shown first. */
  readonly first?: 'records' | 'emergency';
  readonly onClose: () => void;
  readonly ask: AskTrail;
  readonly verify: () => Promise<AuditVerdict>;
  readonly reviews: ReviewCalls;
  /** What went wrong, in the words of the window. */
  readonly wordsOf: (failure: unknown) => string;
}

/** The audit trail for coordinators and administrators: by person, act and day. */
export function AuditDialog(props: AuditDialogProps) {
  return props.open ? <OpenAuditDialog {...props} /> : null;
}

const TABS = [
  { id: 'records', label: 'Records' },
  { id: 'emergency', label: 'Emergency access' },
] as const;

function OpenAuditDialog(props: AuditDialogProps) {
  const { onClose, reviews, wordsOf, first = 'records' } = props;
  const [tab, setTab] = useState<'records' | 'emergency'>(first);
  const panelId = useId();
  return (
    <Dialog
      title="Audit trail"
      open
      width="wide"
      onClose={onClose}
      actions={<Button onClick={onClose}>Close the audit trail</Button>}
    >
      <Tabs label="Parts of the audit trail" tabs={TABS} chosen={tab} onChoose={setTab} panelId={panelId} />
      <div id={panelId} role="tabpanel" aria-label={tab === 'records' ? 'Records' : 'Emergency access'}>
        {tab === 'records' ? <Records {...props} /> : <AuditReview calls={reviews} wordsOf={wordsOf} />}
      </div>
    </Dialog>
  );
}

function Records({ ask, verify, wordsOf }: Pick<AuditDialogProps, 'ask' | 'verify' | 'wordsOf'>) {
  const [search] = useState(() => new AuditSearch(ask));
  const { state, total, failure } = useStore(search.view);
  const [chosen, setChosen] = useState<AuditRecord | null>(null);
  useEffect(() => void search.search(NO_FILTER), [search]);
  return (
    <div className={styles['panel']}>
      <FilterForm search={search} onSearch={() => setChosen(null)} />
      <div className={styles['bar']}>
        <p role="status" className={styles['quiet']}>
          {state === 'searching' ? 'Searching …' : `${total.toLocaleString('en')} records; looking is recorded too`}
        </p>
        <Verify verify={verify} wordsOf={wordsOf} />
      </div>
      {state === 'failed' ? <p role="alert">{wordsOf(failure)}</p> : null}
      <AuditGrid search={search} chosen={chosen} onChoose={setChosen} />
      <Details record={chosen} />
    </div>
  );
}

function FilterForm({ search, onSearch }: { readonly search: AuditSearch; readonly onSearch: () => void }) {
  const people = useStore(search.view, (view) => view.people);
  const commands = useStore(search.view, (view) => view.commands);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? '').trim();
    const given = (name: string): string | null => (text(name) === '' ? null : text(name));
    const times = daysToTimes(text('from'), text('to'));
    onSearch();
    void search.search({
      personId: given('person'),
      command: given('command'),
      subject: given('subject'),
      ...times,
    });
  };
  return (
    <form className={styles['form']} onSubmit={submit}>
      <label>
        Person
        <select name="person" data-autofocus="">
          <option value="">Everybody</option>
          {people.map(({ personId, name }) => (
            <option key={personId} value={personId}>
              {name ?? personId}
            </option>
          ))}
        </select>
      </label>
      <label>
        Act
        <select name="command">
          <option value="">All acts</option>
          {commands.map((command) => (
            <option key={command} value={command}>
              {actWords(command)}
            </option>
          ))}
        </select>
      </label>
      <label>
        From day
        <input type="date" name="from" />
      </label>
      <label>
        To day
        <input type="date" name="to" />
      </label>
      <label>
        Id of what it is about
        <input type="text" name="subject" spellCheck={false} autoComplete="off" />
      </label>
      <Button type="submit">Search</Button>
    </form>
  );
}

function Verify({ verify, wordsOf }: Pick<AuditDialogProps, 'verify' | 'wordsOf'>) {
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const run = (): void => {
    setBusy(true);
    verify()
      .then(
        (verdict) => setSaid(verdictWords(verdict)),
        (failure: unknown) => setSaid(wordsOf(failure)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <>
      {said === null ? null : (
        <p role="status" className={styles['said']}>
          {said}
        </p>
      )}
      <Button disabled={busy} onClick={run}>
        Verify the trail
      </Button>
    </>
  );
}

function Details({ record }: { readonly record: AuditRecord | null }) {
  return (
    <section className={styles['details']} aria-label="Record" aria-live="polite">
      {record === null ? (
        <p className={styles['quiet']}>Choose a record to see all of it.</p>
      ) : (
        <dl>
          {Object.entries({
            Record: record.seq,
            Time: `${localTime(record.at)} (UTC ${record.at})`,
            Person: record.personName ?? record.personId,
            Act: `${actWords(record.command)} (${record.command})`,
            About: record.subject,
            ...record.detail,
          }).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value === null ? 'none' : String(value)}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

export function actWords(command: string): string {
  return auditKind(command).words;
}

function verdictWords({ ok, records, firstBad }: AuditVerdict): string {
  return ok
    ? `Whole: ${records.toLocaleString('en')} records and every seal hold.`
    : `Not whole: record ${firstBad ?? '?'} is the first that does not fit. Tell an administrator.`;
}
