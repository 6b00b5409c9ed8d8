import { useState } from 'react';
import type { FhirFeed, OrderFeeds } from '../../../shared/model/order-feeds.ts';
import { Button, CheckField, Dialog, FailureLine, FormActions, FormGroup, TextField } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { Line, NO_SECRETS, Tick, TrustGroup, WhoGroup } from '../sources/index.ts';
import type { Problems, SourceForm } from '../sources/index.ts';
import { useTask } from '../use-task.ts';
import { feedsWith, fhirDraftOf } from './fhir-form.ts';
import type { FhirDraft } from './fhir-form.ts';
import styles from './site-orders.module.css';

/** A FHIR server that is asked for orders and reports: to add one, or to change it. */
export function FhirDialog({
  before,
  feed,
  onSave,
  onClose,
}: {
  readonly before: OrderFeeds;
  /** Null: a new one is added. */
  readonly feed: FhirFeed | null;
  readonly onSave: (feeds: OrderFeeds) => Promise<void>;
  readonly onClose: () => void;
}) {
  const task = useTask();
  const [draft, setDraft] = useState(() => fhirDraftOf(feed));
  const [typed, setTyped] = useState(NO_SECRETS);
  const [tried, setTried] = useState(false);
  const { read, good } = feedsWith(before, feed, draft, typed);
  const problems = tried && !read.ok ? read.problems : {};
  const change = (part: Partial<SourceForm>): void => setDraft((now) => ({ ...now, form: { ...now.form, ...part } }));
  const type = (part: Partial<typeof typed>): void => setTyped((now) => ({ ...now, ...part }));
  const group = { form: draft.form, change, problems };
  const who = { ...group, typed, type, good };
  const said = task.failure === null ? null : errorWords(task.failure);
  const title = feed === null ? 'Add a FHIR server' : `Change ${feed.server.name}`;
  return (
    <Dialog title={title} width="wide" open onClose={onClose}>
      <form
        className={styles['form']}
        aria-label={title}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (read.ok) task.start(() => onSave(read.feeds));
        }}
      >
        <WhereFields {...{ draft, change, problems }} isNew={feed === null} every={setDraft} />
        <WhoGroup {...who} />
        <TrustGroup {...who} own={false} />
        <p className={styles['quiet']}>
          What changed is asked for again and again, with patients and people. A certificate that this station shows to
          it is set as a file: <code>nightjar imaging-orders set FILE</code>.
        </p>
        <FailureLine said={said} />
        <FormActions>
          <Button type="submit" tone="primary" disabled={task.busy}>
            Save
          </Button>
          {feed === null ? null : (
            <Button
              tone="danger"
              disabled={task.busy}
              onClick={() => task.start(() => onSave({ ...before, fhir: before.fhir.filter((one) => one !== feed) }))}
            >
              Ask it no more
            </Button>
          )}
          <Button tone="quiet" onClick={onClose}>
            Back
          </Button>
        </FormActions>
      </form>
    </Dialog>
  );
}

interface WhereProps {
  readonly draft: FhirDraft;
  readonly change: (part: Partial<SourceForm>) => void;
  readonly problems: Problems;
  readonly isNew: boolean;
  readonly every: (change: (now: FhirDraft) => FhirDraft) => void;
}

function WhereFields({ draft, change, problems, isNew, every }: WhereProps) {
  const group = { form: draft.form, change, problems };
  const { insideTunnel, tunnelHost } = draft.form;
  return (
    <FormGroup title="Where">
      {/* How far its orders were taken is known by its name. */}
      {isNew ? <Line {...group} of="name" label="Name" hint="As you want to see it; it stays." /> : null}
      <Line {...group} of="site" label="Site" hint="As the list names it: whose orders these are." />
      <Line
        {...group}
        of="url"
        label="Address"
        hint="https://…, the part before /ServiceRequest or /DiagnosticReport."
      />
      <TextField
        label="Asked every (seconds)"
        hint="60 unless the site finds that too often."
        autoComplete="off"
        value={draft.everySeconds}
        problem={problems['everySeconds'] ?? null}
        onChange={({ target: { value: everySeconds } }) => every((now) => ({ ...now, everySeconds }))}
      />
      <CheckField
        label="It is asked for orders"
        checked={draft.gives.orders}
        onChange={(orders) => every((now) => ({ ...now, gives: { ...now.gives, orders } }))}
      />
      <CheckField
        label="It is asked for reports of others"
        hint="They stand beside the case as prior reports."
        checked={draft.gives.reports}
        problem={problems['gives'] ?? null}
        onChange={(reports) => every((now) => ({ ...now, gives: { ...now.gives, reports } }))}
      />
      <Tick
        {...group}
        of="insideTunnel"
        label="The way there is inside a VPN"
        hint="Only then may the connection itself be without encryption."
      />
      {insideTunnel ? (
        <Line
          {...group}
          of="tunnelHost"
          label="A computer that answers only inside the VPN"
          hint="So that “VPN down” is told from “site down”. May be empty."
        />
      ) : null}
      {insideTunnel && tunnelHost.trim() !== '' ? <Line {...group} of="tunnelPort" label="Its port" /> : null}
    </FormGroup>
  );
}
