import { useState } from 'react';
import type { FileToken } from '../../../../shared/contract/file-token.ts';
import { Button, FormActions, FormLine, TextField } from '../../../ui/index.ts';
import { errorWords } from '../../notices/index.ts';
import { useServices } from '../../services.tsx';
import { useTask } from '../../use-task.ts';
import { CertificateList } from './certificate-list.tsx';
import type { ChosenCertificate } from './chosen-certificate.ts';
import styles from './parts.module.css';

/** The certificate that this station shows to a site: none, the stored one, or another from a file. The key never comes here. */
export function CertificateChoice({
  stored,
  value,
  onChange,
  problem,
}: {
  /** One is stored, and would still be good. */
  readonly stored: boolean;
  readonly value: ChosenCertificate;
  readonly onChange: (value: ChosenCertificate) => void;
  readonly problem?: string | null;
}) {
  const { link } = useServices();
  const task = useTask();
  const [passphrase, setPassphrase] = useState('');
  const [asked, setAsked] = useState(false);
  const pick = async (what: 'certificate' | 'key'): Promise<FileToken | null> =>
    (await link.call('certificates.choose', { what })).token;
  const read = async (inTwo: boolean): Promise<void> => {
    const certificate = await pick('certificate');
    if (certificate === null) return;
    const key = inTwo ? await pick('key') : null;
    if (inTwo && key === null) return;
    const given = passphrase === '' ? null : passphrase;
    onChange(await link.call('certificates.read', { certificate, key, passphrase: given }));
    setPassphrase('');
    setAsked(false);
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  const hasOne = stored ? value !== 'none' : value !== null && value !== 'none';
  return (
    <FormLine>
      <div className={styles['part']} role="group" aria-label="Certificate of this station">
        <span>{wordsOf(stored, value)}</span>
        {value === null || value === 'none' ? null : (
          <CertificateList of={value.certificates} label="Certificate that was chosen" />
        )}
        {asked ? (
          <>
            <TextField
              label="Passphrase of the file; empty where it has none"
              type="password"
              value={passphrase}
              maxLength={1000}
              autoComplete="off"
              hint="Type it before you choose the file. The key is kept encrypted in the store: delete the file afterwards."
              onChange={(event) => setPassphrase(event.target.value)}
            />
            <FormActions>
              <Button disabled={task.busy} onClick={() => task.start(() => read(false))}>
                From one file (.p12, .pfx, .pem) …
              </Button>
              <Button disabled={task.busy} onClick={() => task.start(() => read(true))}>
                From two files: certificate, then key …
              </Button>
              <Button tone="quiet" onClick={() => setAsked(false)}>
                Back
              </Button>
            </FormActions>
          </>
        ) : (
          <FormActions>
            <Button aria-expanded={false} onClick={() => setAsked(true)}>
              {hasOne ? 'Another certificate …' : 'Set a certificate …'}
            </Button>
            {hasOne ? (
              <Button tone="quiet" onClick={() => onChange(stored ? 'none' : null)}>
                Show none
              </Button>
            ) : null}
            {stored && value !== null ? (
              <Button tone="quiet" onClick={() => onChange(null)}>
                Keep the one that is stored
              </Button>
            ) : null}
          </FormActions>
        )}
        {problem ? (
          <p role="alert" className={styles['problem']}>
            {problem}
          </p>
        ) : null}
        {said === null ? null : <p role="alert">{`${said.title}. ${said.next}`}</p>}
      </div>
    </FormLine>
  );
}

function wordsOf(stored: boolean, value: ChosenCertificate): string {
  if (value === 'none') return 'The stored certificate is taken away when you save.';
  if (value !== null) return 'This certificate is shown to the site from the next save on:';
  return stored
    ? 'A certificate is stored; its key is never shown again.'
    : 'No certificate is shown to the site. Some sites ask for one.';
}
