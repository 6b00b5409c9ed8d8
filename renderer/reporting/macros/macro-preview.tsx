import type { Macro, MacroFacts } from '../../../shared/model/macro.ts';
import { expandMacro } from '../../../shared/report/macros/expand-macro.ts';
import { fitsStudy, limitWords } from '../../../shared/report/macros/find-macro.ts';
import { Button, FormActions } from '../../ui/index.ts';
import styles from './macros.module.css';

/** What a macro comes to in this report, and what can be done with it. */
export function MacroPreview({
  macro,
  facts,
  isOwn,
  busy,
  onInsert,
  onWrite,
  onRemove,
}: {
  readonly macro: Macro | null;
  readonly facts: MacroFacts;
  readonly isOwn: boolean;
  readonly busy: boolean;
  readonly onInsert: () => void;
  readonly onWrite: (macro: Macro) => void;
  readonly onRemove: (macro: Macro) => void;
}) {
  if (macro === null) return <p className={styles['quiet']}>No macro is chosen.</p>;
  const limits = limitWords(macro);
  return (
    <section className={styles['side']} aria-label={macro.name}>
      <h3 className={styles['title']}>{macro.name}</h3>
      <p className={styles['quiet']}>
        {limits === '' ? 'For every study.' : `For ${limits}.`}
        {fitsStudy(macro, facts) ? '' : ' This study is another.'}
      </p>
      <p className={styles['text']} aria-label="In this report">
        {expandMacro(macro.text, facts)}
      </p>
      {macro.kept === undefined ? null : (
        <p className={styles['quiet']}>Kept: {macro.kept.map(({ name, value }) => `${name} ${value}`).join(' · ')}</p>
      )}
      <FormActions>
        <Button tone="primary" disabled={busy} onClick={onInsert}>
          Insert
        </Button>
        <Button disabled={busy} onClick={() => onWrite(macro)}>
          {isOwn ? 'Edit' : 'Make it mine'}
        </Button>
        {isOwn ? (
          <Button tone="quiet" disabled={busy} onClick={() => onRemove(macro)}>
            Remove
          </Button>
        ) : null}
      </FormActions>
    </section>
  );
}
