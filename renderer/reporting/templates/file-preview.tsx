import { useState } from 'react';
import type { TemplatePreview } from '../../../shared/model/kept-template.ts';
import { Button, SelectField } from '../../ui/index.ts';
import styles from './templates.module.css';

/** What a file holds, what is left out of it, whom it is to count for, and whether it is taken over. */
export function TemplateFilePreview({
  preview,
  owners,
  busy,
  onTake,
  onLeave,
}: {
  readonly preview: TemplatePreview;
  readonly owners: readonly { readonly value: string; readonly words: string }[];
  readonly busy: boolean;
  readonly onTake: (owner: string) => void;
  readonly onLeave: () => void;
}) {
  const [owner, setOwner] = useState('user');
  const { name, sections, fields, dropped, kept, notes } = preview;
  return (
    <section className={styles['preview']} aria-label="Template to import">
      <p>{`“${name}”: ${sections} sections, ${fields} fields.`}</p>
      {dropped.length === 0 ? (
        <p>Nothing is left out of it.</p>
      ) : (
        <>
          <p>Left out, because it could run or load something, or has no place in a form:</p>
          <ul aria-label="Left out">
            {dropped.map(({ what, count }) => (
              <li key={what}>{`${what}${count > 1 ? `, ${count} times` : ''}`}</li>
            ))}
          </ul>
        </>
      )}
      {kept === 0 ? null : (
        <p
          className={styles['note']}
        >{`${kept} entries of other programs are kept, and go out again with an export.`}</p>
      )}
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      <div className={styles['actions']}>
        <SelectField label="Counts" value={owner} options={owners} onChange={setOwner} />
        <Button tone="primary" disabled={busy} onClick={() => onTake(owner)}>
          Take over
        </Button>
        <Button disabled={busy} onClick={onLeave}>
          Leave it
        </Button>
      </div>
    </section>
  );
}
