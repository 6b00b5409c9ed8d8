import { useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { OutputFormat } from '../../shared/model/report.ts';
import { useKeyLabel } from '../app/commands/index.ts';
import { Button, Dialog } from '../ui/index.ts';
import type { ButtonProps } from '../ui/index.ts';
import { clockText } from './clock-text.ts';
import styles from './report-panel.module.css';
import { isReplaced } from './replaced-report.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import type { ReasonedAct } from './reason-dialog.tsx';
import type { ReportSession, ReportView } from './report-session.ts';
import type { ReportActions } from './use-report-actions.ts';
import { WaitingFoot } from './waiting-foot.tsx';

const FORMATS: readonly { readonly format: OutputFormat; readonly label: string }[] = [
  { format: 'pdf', label: 'PDF' },
  { format: 'sr', label: 'DICOM SR' },
  { format: 'text', label: 'Text' },
  { format: 'fhir', label: 'FHIR' },
  { format: 'hl7', label: 'HL7' },
];

/** What can be done with the report on screen, and whether what was typed is safe. */
export function ReportFoot({
  session,
  actions,
  refusal,
  hasNext,
}: {
  readonly session: ReportSession;
  readonly actions: ReportActions;
  /** Why whoever is here may not write; null where they may. */
  readonly refusal: string | null;
  readonly hasNext: boolean;
}) {
  // Not by what is being typed: `SavedMark` alone follows that.
  const view = useStore(
    session.view,
    useShallow(({ shown, reports, pdf, saving }) => ({ shown, reports, pdf, isConflict: saving === 'conflict' })),
  );
  const isDraft = view.shown?.state === 'draft';
  const waiting = view.shown?.waiting;
  return (
    <footer className={styles['foot']}>
      {isDraft && refusal === null && waiting !== undefined ? (
        <WaitingFoot waiting={waiting} actions={actions} />
      ) : null}
      {isDraft && refusal === null && waiting === undefined ? (
        <DraftFoot session={session} isConflict={view.isConflict} actions={actions} hasNext={hasNext} />
      ) : null}
      {isDraft ? null : <SignedFoot view={view} actions={actions} refusal={refusal} />}
      {refusal === null ? null : <p className={styles['quiet']}>{refusal}</p>}
    </footer>
  );
}

const PDF_WORDS: Readonly<Record<ReportView['pdf'], string>> = {
  unknown: '',
  making: 'PDF is being made …',
  ready: 'PDF stored',
  missing: 'No PDF yet',
};

function SignedFoot({
  view,
  actions,
  refusal,
}: {
  readonly view: Pick<ReportView, 'shown' | 'reports' | 'pdf'>;
  readonly actions: ReportActions;
  readonly refusal: string | null;
}) {
  const { busy } = actions;
  const { shown } = view;
  const mayNot = busy || refusal !== null;
  const [asking, setAsking] = useState<ReasonedAct | null>(null);
  const stands = shown !== null && !isReplaced(view.reports, shown);
  const act = (reason: string): void => {
    if (asking === 'correct') actions.correct(reason);
    else actions.withdraw(reason);
    setAsking(null);
  };
  return (
    <>
      <div className={styles['footRow']}>
        <span className={styles['saved']} role="status">
          {PDF_WORDS[view.pdf]}
        </span>
        <Button tone="quiet" disabled={busy} onClick={actions.verify}>
          Verify
        </Button>
        {shown?.state === 'preliminary' ? (
          <Button disabled={mayNot || !stands} onClick={actions.finalise}>
            Make it final
          </Button>
        ) : (
          <Button disabled={mayNot || !stands} onClick={actions.amend}>
            Write addendum
          </Button>
        )}
      </div>
      <div className={styles['footRow']}>
        <span className={styles['spring']} />
        {shown?.state === 'preliminary' ? null : (
          <Button tone="quiet" disabled={mayNot || !stands} onClick={() => setAsking('correct')}>
            Correct …
          </Button>
        )}
        <Button tone="quiet" disabled={mayNot || !stands} onClick={() => setAsking('withdraw')}>
          Withdraw …
        </Button>
      </div>
      {asking === null ? null : <ReasonDialog act={asking} busy={busy} onDo={act} onClose={() => setAsking(null)} />}
      <div className={styles['footRow']} role="group" aria-label="Export">
        <span className={styles['quiet']}>Export</span>
        {FORMATS.map(({ format, label }) => (
          <Button
            key={format}
            className={styles['export']}
            aria-label={`Export ${label}`}
            disabled={mayNot}
            onClick={() => actions.exportAs(format)}
          >
            {label}
          </Button>
        ))}
      </div>
    </>
  );
}

function DraftFoot({
  session,
  isConflict,
  actions,
  hasNext,
}: {
  readonly session: ReportSession;
  readonly isConflict: boolean;
  readonly actions: ReportActions;
  readonly hasNext: boolean;
}) {
  const [discarding, setDiscarding] = useState(false);
  const { busy } = actions;
  return (
    <>
      <div className={styles['footRow']}>
        <SavedMark session={session} />
        {isConflict ? (
          <Button disabled={busy} onClick={actions.reload}>
            Load that text
          </Button>
        ) : (
          <>
            <KeyButton command="report.check" tone="quiet" disabled={busy} onClick={actions.check}>
              Check
            </KeyButton>
            <Button tone="quiet" disabled={busy} onClick={() => setDiscarding(true)}>
              Discard
            </Button>
          </>
        )}
      </div>
      <div className={styles['footRow']}>
        <KeyButton command="report.insertMeasurement" disabled={busy} onClick={actions.insertMeasurement}>
          Insert measurement
        </KeyButton>
        <span className={styles['spring']} />
        {hasNext ? (
          <KeyButton command="report.signAndNext" disabled={busy} onClick={() => actions.askToSign('next')}>
            Sign and next
          </KeyButton>
        ) : null}
        <KeyButton command="report.sign" tone="primary" disabled={busy} onClick={() => actions.askToSign('stay')}>
          Sign
        </KeyButton>
      </div>
      <DiscardDialog
        open={discarding}
        onKeep={() => setDiscarding(false)}
        onDiscard={() => {
          setDiscarding(false);
          actions.discard();
        }}
      />
    </>
  );
}

/** A button with the key of its command: beside the words where there is room, on hover where there is not. */
function KeyButton({ command, ...rest }: ButtonProps & { readonly command: string }) {
  const key = useKeyLabel(command);
  return <Button {...rest} {...(key === undefined ? {} : { keyHint: key, title: key })} />;
}

function DiscardDialog({
  open,
  onKeep,
  onDiscard,
}: {
  readonly open: boolean;
  readonly onKeep: () => void;
  readonly onDiscard: () => void;
}) {
  return (
    <Dialog
      open={open}
      title="Discard this draft?"
      onClose={onKeep}
      actions={
        <>
          <Button data-autofocus onClick={onKeep}>
            Keep the draft
          </Button>
          <Button tone="danger" onClick={onDiscard}>
            Discard the draft
          </Button>
        </>
      }
    >
      <p>Its text is lost. Measurements and images stay.</p>
    </Dialog>
  );
}

/** One line that stays in its place whatever it says. */
function SavedMark({ session }: { readonly session: ReportSession }) {
  const view = useStore(
    session.view,
    useShallow(({ saving, savedAt }) => ({ saving, savedAt })),
  );
  const saved = view.savedAt === null ? '' : `draft saved ${clockText(view.savedAt)}`;
  const trouble = troubleWords(view, saved);
  return (
    <span
      className={styles['saved']}
      data-saving={view.saving}
      data-trouble={trouble === null ? undefined : ''}
      title={trouble ?? undefined}
      role={trouble === null ? 'status' : 'alert'}
    >
      {trouble ?? saved}
    </span>
  );
}

function troubleWords({ saving }: Pick<ReportView, 'saving'>, saved: string): string | null {
  if (saving === 'conflict') return '▲ changed in another place';
  return saving === 'failed' ? `▲ not saved, trying again${saved === '' ? '' : `; ${saved}`}` : null;
}
