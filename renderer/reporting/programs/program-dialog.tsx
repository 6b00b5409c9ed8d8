import type { ProgramDraft, ProgramDrafts } from '../../../shared/model/program-draft.ts';
import { makerOf } from '../../../shared/report/program-text.ts';
import { useWordsWithKeys } from '../../app/commands/index.ts';
import { outcomeWarning } from '../../objects/index.ts';
import { Banner, Button, Dialog } from '../../ui/index.ts';
import styles from './program-dialog.module.css';

/** What programs wrote of the case: who, in which version, how far it came, its words. */
export function ProgramDialog({
  found: { drafts, unreadable },
  onTake,
  onClose,
}: {
  readonly found: ProgramDrafts;
  readonly onTake: (draft: ProgramDraft) => void;
  readonly onClose: () => void;
}) {
  const worded = useWordsWithKeys();
  return (
    <Dialog
      open
      title="AI drafts"
      width="wide"
      onClose={onClose}
      actions={
        <Button onClick={onClose} data-autofocus>
          Close
        </Button>
      }
    >
      {drafts.length === 0 ? (
        <p>No program sent a draft or findings with this study.</p>
      ) : (
        <p className={styles['quiet']}>
          {worded(
            'Nobody stands for these words. In the report each line waits until you accept it ({report.acceptPassage}); until then it cannot be signed.',
          )}
        </p>
      )}
      {unreadable === 0 ? null : (
        <Banner tone="warning">
          {unreadable} {unreadable === 1 ? 'report' : 'reports'} among the objects of this study could not be read, or
          speak of somebody else.
        </Banner>
      )}
      {drafts.map((draft) => (
        <DraftOf key={draft.objectId} draft={draft} onTake={onTake} />
      ))}
    </Dialog>
  );
}

function DraftOf({ draft, onTake }: { readonly draft: ProgramDraft; readonly onTake: (draft: ProgramDraft) => void }) {
  const { title, work, sections } = draft;
  const warning = work === null ? null : outcomeWarning(work);
  const maker = makerOf(draft);
  return (
    <section className={styles['draft']} aria-label={`Draft of ${maker}`}>
      <header className={styles['head']}>
        <h3 className={styles['maker']}>{maker}</h3>
        <span className={styles['quiet']}>{title}</span>
        <Button tone="primary" disabled={sections.length === 0} onClick={() => onTake(draft)}>
          Take into the report
        </Button>
      </header>
      {warning === null ? null : <p className={styles['warning']}>▲ {warning}</p>}
      {sections.length === 0 ? <p className={styles['quiet']}>It has no findings to take.</p> : null}
      {sections.map((section, place) => (
        // Sections of one object: their place is their identity.
        <div key={place}>
          <h4 className={styles['quiet']}>{section.title}</h4>
          <p className={styles['text']}>{section.text}</p>
        </div>
      ))}
    </section>
  );
}
