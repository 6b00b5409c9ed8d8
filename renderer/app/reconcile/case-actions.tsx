import { useState } from 'react';
import { useStore } from 'zustand';
import type { ReconcileCase } from '../../../shared/model/reconcile.ts';
import { siteQuestion } from '../../../shared/rules/outbox/site-question.ts';
import { Button, FailureLine, TextField } from '../../ui/index.ts';
import { putOnDesk } from '../layout.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import styles from './reconcile.module.css';

type Asking = 'send' | 'drop' | 'question' | null;

/** The acts on one case. What goes out, or never does, needs a reason first. */
export function CaseActions({ one, onLeave }: { readonly one: ReconcileCase; readonly onLeave: () => void }) {
  const { access, layout, link } = useServices();
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  const refusal = useRefusal('reconcile.send');
  const task = useTask();
  const [asking, setAsking] = useState<Asking>(null);
  const { studyId, report, heldAt } = one;
  const isHeld = heldAt !== null;
  const said = task.failure === null ? null : errorWords(task.failure);
  const open = (): void => {
    putOnDesk(layout, reader, studyId);
    onLeave();
  };
  const addTo = async (): Promise<void> => {
    if (report === null) return;
    // A preliminary report is followed by its final one, a final one by an addendum.
    const { reportId } = report;
    if (report.state === 'preliminary') await link.call('report.finalise', { reportId });
    else await link.call('report.amend', { reportId });
    open();
  };
  const decide = async (act: 'send' | 'drop', reason: string): Promise<void> => {
    if (act === 'send') await link.call('reconcile.send', { studyId, reason });
    else await link.call('reconcile.drop', { studyId, reason });
    setAsking(null);
  };
  const toggle = (what: Exclude<Asking, null>) => (): void => setAsking((now) => (now === what ? null : what));
  return (
    <div className={styles['acts']}>
      <div className={styles['buttons']}>
        <Button onClick={open}>Open the case</Button>
        {refusal !== null ? null : (
          <>
            {report === null ? null : (
              <Button disabled={task.busy} onClick={() => task.start(addTo)}>
                {report.state === 'preliminary' ? 'Write the final report' : 'Write an addendum'}
              </Button>
            )}
            <Button aria-expanded={asking === 'question'} onClick={toggle('question')}>
              Question to the site …
            </Button>
            {isHeld ? (
              <>
                <Button
                  disabled={task.busy}
                  onClick={() => task.start(async () => void (await link.call('reconcile.ask', { studyId })))}
                >
                  Look again
                </Button>
                <Button aria-expanded={asking === 'send'} onClick={toggle('send')}>
                  Send as it is …
                </Button>
                <Button aria-expanded={asking === 'drop'} onClick={toggle('drop')}>
                  Do not send …
                </Button>
              </>
            ) : null}
          </>
        )}
      </div>
      {refusal === null ? null : <p className={styles['quiet']}>{refusal}</p>}
      {asking === 'question' ? <Question one={one} /> : null}
      {isHeld && (asking === 'send' || asking === 'drop') ? (
        <ReasonForm
          key={asking}
          act={asking}
          busy={task.busy}
          onDecide={(reason) => task.start(() => decide(asking, reason))}
        />
      ) : null}
      <FailureLine said={said} />
    </div>
  );
}

const ACTS = {
  send: {
    label: 'Why it goes as it was signed',
    hint: 'Kept in the store with the delivery; that you let it go is in the trail.',
    button: 'Send as it is',
  },
  drop: {
    label: 'Why it is not sent',
    hint: 'It stays in the list with this reason, and is never sent. The report itself stays signed.',
    button: 'Do not send',
  },
} as const;

function ReasonForm({
  act,
  busy,
  onDecide,
}: {
  readonly act: 'send' | 'drop';
  readonly busy: boolean;
  readonly onDecide: (reason: string) => void;
}) {
  const [reason, setReason] = useState('');
  const { label, hint, button } = ACTS[act];
  return (
    <form
      className={styles['reasonForm']}
      onSubmit={(event) => {
        event.preventDefault();
        onDecide(reason);
      }}
    >
      <TextField
        label={label}
        hint={hint}
        value={reason}
        maxLength={500}
        autoFocus
        autoComplete="off"
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" tone="primary" disabled={busy || reason.trim().length < 3}>
        {button}
      </Button>
    </form>
  );
}

/** To be copied: it names the study by its number, and nobody. */
function Question({ one }: { readonly one: ReconcileCase }) {
  const text = siteQuestion(one);
  return (
    <label className={styles['question']}>
      <span>To copy (Ctrl C). It names the study by its number and nobody by name.</span>
      <textarea
        readOnly
        autoFocus
        value={text}
        rows={text.split('\n').length + 1}
        onFocus={(event) => event.target.select()}
      />
    </label>
  );
}
