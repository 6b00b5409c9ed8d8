import { useEffect, useState } from 'react';
import { blankProtocol } from '../../../shared/hanging/protocol/edit/new-protocol.ts';
import type { KeptDraft } from '../../../shared/hanging/protocol/kept.ts';
import { ProtocolEditor } from '../../hanging/index.ts';
import type { EditedProtocol } from '../../hanging/index.ts';
import { Button } from '../../ui/index.ts';
import { localMinutes } from '../local-time.ts';
import { useServices } from '../services.tsx';
import styles from './hanging.module.css';

/** A protocol begun from nothing, and those that the reader changed and did not keep. */
export function DraftList({
  busy,
  act,
}: {
  readonly busy: boolean;
  readonly act: (work: () => Promise<string | null>) => void;
}) {
  const { link, hanging } = useServices();
  const [drafts, setDrafts] = useState<readonly KeptDraft[]>([]);
  const [edited, setEdited] = useState<EditedProtocol | null>(null);
  // Asked again when the editor is closed.
  useEffect(() => {
    if (edited !== null) return undefined;
    let gone = false;
    link.call('hanging.drafts', {}).then(
      (answer) => {
        if (!gone) setDrafts(answer.drafts);
      },
      // Without an answer none is offered; they stay where they are.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [link, edited]);
  const begin = (): void => {
    const study = hanging.openCase()?.study ?? null;
    setEdited({ fresh: (taken) => blankProtocol(study, taken), isWorth: false });
  };
  const drop = ({ draft: { document } }: KeptDraft): void =>
    act(async () => {
      await link.call('hanging.dropDraft', { id: document.id });
      setDrafts((await link.call('hanging.drafts', {})).drafts);
      return `What was changed of ${document.name} is dropped.`;
    });
  return (
    <>
      {drafts.length === 0 ? null : (
        <ul className={styles['versions']} aria-label="Changed and not kept">
          {drafts.map((one) => (
            <li key={one.draft.document.id}>
              <span>
                {one.draft.document.name}: {one.draft.source === null ? 'new' : 'changed'} on{' '}
                {localMinutes(one.savedAt)}, not kept yet
              </span>
              <span className={styles['choice']}>
                <Button
                  disabled={busy}
                  aria-label={`Go on with ${one.draft.document.name} …`}
                  onClick={() => setEdited(editedOf(one))}
                >
                  Go on …
                </Button>
                <Button
                  tone="quiet"
                  disabled={busy}
                  aria-label={`Drop ${one.draft.document.name}`}
                  onClick={() => drop(one)}
                >
                  Drop
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className={styles['choice']}>
        <Button disabled={busy} onClick={begin}>
          New protocol …
        </Button>
      </div>
      {edited === null ? null : <ProtocolEditor of={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

function editedOf({ draft: { document, source, steps } }: KeptDraft): EditedProtocol {
  if (source !== null) return { id: document.id, source };
  return { fresh: () => document, isWorth: true, isDraft: true, steps };
}
