import { useCallback, useEffect, useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { ProtocolFilePreview } from '../../../shared/hanging/protocol/kept.ts';
import type { DocumentOwner } from '../../../shared/model/kept-document.ts';
import { Button } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { BundleExport } from './bundle-export.tsx';
import { DraftList } from './draft-list.tsx';
import { FilePreview } from './file-preview.tsx';
import { groupedProtocols, takenWords } from './hanging-words.ts';
import { GroupsForm } from './groups-form.tsx';
import { LearnedList } from './learned-list.tsx';
import { ProtocolItem } from './protocol-item.tsx';
import styles from './hanging.module.css';

type Listed = Response<'hanging.list'>;

/** Of the settings: the hanging protocols there are, whose they are, and what becomes of them. */
export function HangingSection() {
  const { link } = useServices();
  const task = useTask();
  const refusal = useRefusal('hanging.list');
  const [listed, setListed] = useState<Listed | null>(null);
  const [preview, setPreview] = useState<ProtocolFilePreview | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const ask = useCallback(async () => setListed(await link.call('hanging.list', {})), [link]);
  useEffect(() => {
    if (refusal !== null) return;
    let gone = false;
    const refresh = (): void => {
      link.call('hanging.list', {}).then(
        (answer) => {
          if (!gone) setListed(answer);
        },
        // Without an answer the section says that it knows nothing; each act says its own failure.
        () => undefined,
      );
    };
    refresh();
    const stop = link.on('hanging.changed', refresh);
    return () => {
      gone = true;
      stop();
    };
  }, [link, refusal]);
  const act = (work: () => Promise<string | null>): void => {
    setDone(null);
    task.start(async () => {
      setDone(await work());
      await ask();
    });
  };
  const choose = async (): Promise<string | null> => {
    const { token } = await link.call('hanging.choose', {});
    if (token !== null) setPreview(await link.call('hanging.preview', { token }));
    return null;
  };
  const take = async (found: ProtocolFilePreview, owner: DocumentOwner, isTrusted: boolean): Promise<string> => {
    const trust = isTrusted ? found.fingerprint : null;
    const taken = await link.call('hanging.import', { hash: found.hash, owner, trust });
    setPreview(null);
    return takenWords(taken);
  };
  const said = task.failure === null ? null : errorWords(asAppError(task.failure));
  return (
    <fieldset className={styles['section']}>
      <legend>Hanging protocols</legend>
      <p className={styles['note']}>
        {refusal ?? 'How a study hangs by itself. Yours win over those of your group, of the site and of the program.'}
      </p>
      {listed === null && refusal === null ? <p className={styles['note']}>Which there are is not known.</p> : null}
      <ul className={styles['list']} aria-label="Hanging protocols">
        {groupedProtocols(listed?.entries ?? []).map((group) => (
          <ProtocolItem key={group.id} group={group} busy={task.busy} act={act} />
        ))}
      </ul>
      {refusal === null ? <DraftList busy={task.busy} act={act} /> : null}
      {preview === null ? (
        <div className={styles['choice']}>
          <Button disabled={task.busy || refusal !== null} onClick={() => act(choose)}>
            Import protocols …
          </Button>
          <BundleExport entries={listed?.entries ?? []} busy={task.busy} act={act} />
        </div>
      ) : (
        <FilePreview
          preview={preview}
          busy={task.busy}
          maySetSite={listed?.maySetSite ?? false}
          groups={listed?.groups ?? []}
          entries={listed?.entries ?? []}
          onTake={(owner, isTrusted) => act(() => take(preview, owner, isTrusted))}
          onLeave={() => {
            task.clear();
            setPreview(null);
          }}
        />
      )}
      {refusal === null ? <LearnedList entries={listed?.entries ?? []} busy={task.busy} act={act} /> : null}
      {listed?.maySetSite ? <GroupsForm /> : null}
      {/* Said when the list has it and the buttons take a key again: whoever acts on these words is not too early. */}
      <p role={said === null ? 'status' : 'alert'}>
        {said === null ? ((task.busy ? null : done) ?? '') : `${said.title}. ${said.data} ${said.next}`}
      </p>
    </fieldset>
  );
}
