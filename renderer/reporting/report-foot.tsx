import { useState } from 'react';
import type { OutputFormat } from '../../shared/model/report.ts';
import { useKeyLabel } from '../app/commands/index.ts';
import { Button, Dialog } from '../ui/index.ts';
import { clockText } from './clock-text.ts';
import styles from './report-panel.module.css';
import type { ReportView } from './report-session.ts';
import type { ReportActions } from './use-report-actions.ts';

const FORMATS: readonly { readonly format: OutputFormat; readonly label: string }[] = [
  { format: 'pdf', label: 'PDF' },
  { format: 'sr', label: 'DICOM SR' },
  { format: 'text', label: 'Text' },
  { format: 'fhir', label: 'FHIR' },
  { format: 'hl7', label: 'HL7' },
];

/** What can be done with the report on screen, and whether what was typed is safe. */
export function ReportFoot({ view, actions }: { readonly view: ReportView; readonly actions: ReportActions }) {
  return (
    <footer className={styles['foot']}>
      {view.shown?.state === 'draft' ? (
        <DraftFoot view={view} actions={actions} />
      ) : (
        <SignedFoot view={view} actions={actions} />
      )}
    </footer>
  );
}

function SignedFoot({ view, actions }: { readonly view: ReportView; readonly actions: ReportActions }) {
  const { busy } = actions;
  return (
    <>
      <span className={styles['saved']} role="status">
        {view.pdf === 'making' ? 'PDF is being made' : view.pdf === 'ready' ? 'PDF stored' : ''}
      </span>
      <Button tone="quiet" disabled={busy} onClick={actions.verify}>
        Verify
      </Button>
      <Button disabled={busy} onClick={actions.amend}>
        Write addendum
      </Button>
      <span className={styles['exports']} role="group" aria-label="Export">
        {FORMATS.map(({ format, label }) => (
          <Button key={format} aria-label={`Export ${label}`} disabled={busy} onClick={() => actions.exportAs(format)}>
            {label}
          </Button>
        ))}
      </span>
    </>
  );
}

function DraftFoot({ view, actions }: { readonly view: ReportView; readonly actions: ReportActions }) {
  const [discarding, setDiscarding] = useState(false);
  const insertKey = useKeyLabel('report.insertMeasurement');
  const signKey = useKeyLabel('report.sign');
  const { busy } = actions;
  return (
    <>
      <SavedMark view={view} onReload={actions.reload} />
      <Button tone="quiet" disabled={busy} onClick={() => setDiscarding(true)}>
        Discard
      </Button>
      <Button
        {...(insertKey === undefined ? {} : { keyHint: insertKey })}
        disabled={busy}
        onClick={actions.insertMeasurement}
      >
        Insert measurement
      </Button>
      <Button
        tone="primary"
        {...(signKey === undefined ? {} : { keyHint: signKey })}
        disabled={busy}
        onClick={actions.askToSign}
      >
        Sign
      </Button>
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

function SavedMark({ view, onReload }: { readonly view: ReportView; readonly onReload: () => void }) {
  const saved = view.savedAt === null ? '' : `draft saved ${clockText(view.savedAt)}`;
  if (view.saving === 'conflict') {
    return (
      <span className={styles['saved']} data-trouble="" role="alert">
        ▲ changed in another place; <Button onClick={onReload}>Load that text</Button>
      </span>
    );
  }
  if (view.saving === 'failed') {
    return (
      <span className={styles['saved']} data-trouble="" role="alert">
        ▲ not saved yet, trying again{saved === '' ? '' : ` (${saved})`}
      </span>
    );
  }
  return (
    <span className={styles['saved']} data-saving={view.saving} role="status">
      {saved}
    </span>
  );
}
