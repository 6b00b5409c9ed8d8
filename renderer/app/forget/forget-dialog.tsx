import { useStore } from 'zustand';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { Button, Dialog } from '../../ui/index.ts';
import { ChooseForm } from './choose-form.tsx';
import { CountedForm } from './counted-form.tsx';
import type { ForgetBook, ForgetStep } from './forget-book.ts';
import styles from './forget.module.css';

/** Erasing studies for good: what, how much it is, that it is meant, and what was found afterwards. */
export function ForgetDialog({
  book,
  row,
  open,
  onClose,
}: {
  readonly book: ForgetBook;
  /** The study that the reader has before them; null: none. */
  readonly row: WorklistRow | null;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const step = useStore(book.view);
  const close = (): void => {
    onClose();
    book.again();
  };
  return (
    <Dialog title="Erase studies for good" open={open} onClose={close} width="wide">
      {step.at === 'choose' ? <ChooseForm book={book} row={row} onClose={close} /> : null}
      {step.at === 'counted' ? <CountedForm key={step.preview.objects} book={book} step={step} /> : null}
      {step.at === 'done' ? <Done step={step} onClose={close} onMore={() => book.again()} /> : null}
    </Dialog>
  );
}

function Done({
  step: { chosen, preview, proof },
  onClose,
  onMore,
}: {
  readonly step: Extract<ForgetStep, { at: 'done' }>;
  readonly onClose: () => void;
  readonly onMore: () => void;
}) {
  const { studies, keys, files } = proof;
  return (
    <section aria-label="Erased" className={styles['step']}>
      <p role="status" className={styles['done']}>
        ✓ Erased: <bdi>{chosen.words}</bdi>
      </p>
      <dl className={styles['counts']}>
        <Count name="Studies erased" value={studies} />
        <Count name="Keys erased" value={keys} />
        <Count name="Files removed" value={files} />
      </dl>
      <p>
        The keys were looked for afterwards and are not in the store any more: no copy of those files can be read. The
        store has a new key, and the audit trail names this act.
      </p>
      {preview.lastBackup === null ? null : (
        <p className={styles['note']}>
          The backup made before still holds it. Make a new backup into an empty folder, then destroy the old one.
        </p>
      )}
      <div className={styles['actions']}>
        <Button onClick={onMore}>Erase something else</Button>
        <Button tone="primary" autoFocus onClick={onClose}>
          Close
        </Button>
      </div>
    </section>
  );
}

function Count({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value.toLocaleString('en')}</dd>
    </div>
  );
}
