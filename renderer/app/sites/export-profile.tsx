import { useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import { Button, bytesText } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import styles from './sites.module.css';

/** Writes the signed file of a profile in force, for another station of the same site. */
export function ExportProfile({ siteCode, serial }: { readonly siteCode: string; readonly serial: number }) {
  const { link } = useServices();
  const task = useTask();
  const refusal = useRefusal('profile.export');
  const [done, setDone] = useState<Response<'profile.export'> | null>(null);
  const write = async (): Promise<void> => {
    setDone(null);
    const { token } = await link.call('app.chooseExport', { suggestedName: `${siteCode}-profile-${serial}.json` });
    if (token !== null) setDone(await link.call('profile.export', { siteCode, token }));
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <div className={styles['choice']}>
      <Button disabled={task.busy || refusal !== null} onClick={() => task.start(write)}>
        Export this profile …
      </Button>
      <span className={styles['note']} role={said === null ? 'status' : 'alert'}>
        {said === null ? (refusal ?? (done === null ? '' : writtenWords(done))) : `${said.title}. ${said.next}`}
      </span>
    </div>
  );
}

function writtenWords({ file, bytes }: Response<'profile.export'>): string {
  return `Written: ${file}, ${bytesText(bytes)}. It carries its signature.`;
}
