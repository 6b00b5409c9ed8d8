import { useState } from 'react';
import type { ProtocolEntry, ProtocolFilePreview } from '../../../shared/hanging/protocol/kept.ts';
import { ownerFrom } from '../../../shared/model/kept-document.ts';
import type { DocumentOwner } from '../../../shared/model/kept-document.ts';
import { Button, CheckField, SelectField } from '../../ui/index.ts';
import { ownerOptions, ownersFor } from '../document-words.ts';
import { replacesWords, signedWords, trustWords } from './hanging-words.ts';
import styles from './hanging.module.css';

/** What a file holds, for whom it is to count, and whether it is taken over. */
export function FilePreview({
  preview,
  busy,
  maySetSite,
  groups,
  entries,
  onTake,
  onLeave,
}: {
  readonly preview: ProtocolFilePreview;
  readonly busy: boolean;
  readonly maySetSite: boolean;
  readonly groups: readonly string[];
  /** Those that are here. */
  readonly entries: readonly ProtocolEntry[];
  readonly onTake: (owner: DocumentOwner, isTrusted: boolean) => void;
  readonly onLeave: () => void;
}) {
  const [isTrusted, setTrusted] = useState(false);
  const [target, setTarget] = useState('user');
  const trust = trustWords(preview);
  const options = ownerOptions(ownersFor({ maySetSite, groups }));
  return (
    <section className={styles['preview']} aria-label="Protocols to import">
      <p>{signedWords(preview)}</p>
      <ul className={styles['entries']} aria-label="What is in the file">
        {preview.protocols.map(({ id, name, note }) => (
          <li key={id}>
            {name} {note === null ? null : <span className={styles['note']}>— {note}</span>}
            <span className={styles['note']}> · {replacesWords(entries, ownerFrom(target), id)}</span>
          </li>
        ))}
      </ul>
      {preview.ignored.length === 0 ? null : (
        <>
          <p role="alert">The file says more than a protocol of this program can. Left out:</p>
          <ul className={styles['entries']} aria-label="What is left out">
            {preview.ignored.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </>
      )}
      <SelectField label="It is to count" value={target} options={options} onChange={setTarget} />
      {trust === null ? null : (
        <>
          <p>{trust}</p>
          <p className={styles['fingerprint']}>{preview.fingerprint}</p>
          <CheckField label="They read exactly this fingerprint to me" checked={isTrusted} onChange={setTrusted} />
        </>
      )}
      <div className={styles['choice']}>
        <Button disabled={busy || (trust !== null && !isTrusted)} onClick={() => onTake(ownerFrom(target), isTrusted)}>
          Take them over
        </Button>
        <Button onClick={onLeave}>Leave it</Button>
      </div>
    </section>
  );
}
