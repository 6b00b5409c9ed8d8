import { useState } from 'react';
import type { SourceRow } from '../../../shared/model/transfer.ts';
import { Button } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { useServices } from '../services.tsx';
import { SourceDialog } from './form/source-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { SourceItem } from './source-item.tsx';
import styles from './sources.module.css';
import { TestDialog } from './test-dialog.tsx';
import { useSources } from './use-sources.ts';

/** What is open over the list; an id, so that what changed meanwhile is shown as it is now. */
type Open =
  { readonly what: 'add' } | { readonly what: 'edit' | 'test' | 'remove'; readonly sourceId: SourceRow['sourceId'] };

/** Of the settings: where studies come from. */
export function SourcesSection() {
  const refusal = useRefusal('sources.add');
  const hidden = useRefusal('sources.list');
  const { link } = useServices();
  const { rows, stateOf } = useSources(hidden === null);
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  if (hidden !== null) return null;
  const row =
    open === null || open.what === 'add' ? null : (rows?.find((one) => one.sourceId === open.sourceId) ?? null);
  const saved = ({ sourceId }: SourceRow, test: boolean): void => setOpen(test ? { what: 'test', sourceId } : null);
  return (
    <fieldset className={styles['section']} id="settings-sources">
      <legend>Sources</legend>
      {rows === null ? <p className={styles['quiet']}>Which sources there are is not known.</p> : null}
      {rows?.length === 0 ? (
        <p className={styles['quiet']}>
          Studies come from files and discs alone. Add a source to fetch them from a site.
        </p>
      ) : null}
      <ul className={styles['list']} aria-label="Sources">
        {rows?.map((one) => (
          <SourceItem
            key={one.sourceId}
            row={one}
            state={stateOf(one.sourceId)}
            mayChange={refusal === null}
            onOpen={(what) => setOpen({ what, sourceId: one.sourceId })}
          />
        ))}
      </ul>
      <div className={styles['actions']}>
        <Button disabled={refusal !== null} aria-haspopup="dialog" onClick={() => setOpen({ what: 'add' })}>
          Add a source
        </Button>
        <span className={styles['quiet']}>{refusal ?? ''}</span>
      </div>
      {open?.what === 'add' ? <SourceDialog row={null} onSaved={saved} onClose={close} /> : null}
      {open?.what === 'edit' && row !== null ? (
        <SourceDialog key={row.sourceId} row={row} onSaved={saved} onClose={close} />
      ) : null}
      {open?.what === 'test' && row !== null ? (
        <TestDialog
          key={row.sourceId}
          row={row}
          onClose={close}
          onEdit={refusal === null ? () => setOpen({ what: 'edit', sourceId: row.sourceId }) : null}
        />
      ) : null}
      {open?.what === 'remove' && row !== null ? (
        <RemoveDialog
          row={row}
          state={stateOf(row.sourceId)}
          onClose={close}
          onRemove={async () => {
            await link.call('sources.remove', { sourceId: row.sourceId });
            close();
          }}
        />
      ) : null}
    </fieldset>
  );
}
