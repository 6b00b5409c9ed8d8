import { useState } from 'react';
import type { CertificateFacts } from '../../../../shared/model/certificate.ts';
import { Button, FormActions, FormLine } from '../../../ui/index.ts';
import { errorWords } from '../../notices/index.ts';
import { useServices } from '../../services.tsx';
import { useTask } from '../../use-task.ts';
import { CertificateList } from './certificate-list.tsx';
import styles from './parts.module.css';

const WORDS = {
  server: {
    label: 'Who vouches for the server',
    none: 'The server is believed when somebody whom this computer trusts vouches for it.',
    some: 'Beside whom this computer trusts',
    without: 'Only whom this computer trusts',
  },
  senders: {
    label: 'Who vouches for senders',
    none: 'Senders show no certificate: their address alone tells who they are.',
    some: 'Senders have to show a certificate, for which these vouch',
    without: 'Ask senders for none',
  },
} as const;

/** Who vouches for a server: whoever this computer trusts, and the site's own authority from a file. */
export function AuthoritiesChoice({
  value,
  onChange,
  problem,
  about = 'server',
}: {
  /** Whom they vouch for: a server, or those who connect to this station. */
  readonly about?: keyof typeof WORDS;
  /** PEM; null: whoever this computer trusts. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly problem?: string | null;
}) {
  const words = WORDS[about];
  const { link } = useServices();
  const task = useTask();
  const [chosen, setChosen] = useState<readonly CertificateFacts[]>([]);
  const choose = async (): Promise<void> => {
    const { token } = await link.call('certificates.choose', { what: 'authorities' });
    if (token === null) return;
    const { text, certificates } = await link.call('certificates.readAuthorities', { token });
    setChosen(certificates);
    onChange(text);
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  const count = value === null ? 0 : value.split('-----BEGIN CERTIFICATE-----').length - 1;
  return (
    <FormLine>
      <div className={styles['part']} role="group" aria-label={words.label}>
        <span>
          {count === 0
            ? words.none
            : `${words.some}: ${count} ${count === 1 ? 'certificate' : 'certificates'} of the site’s own.`}
        </span>
        {value === null || chosen.length === 0 ? null : (
          <CertificateList of={chosen} label="The site’s own certificates" />
        )}
        <FormActions>
          <Button disabled={task.busy} onClick={() => task.start(choose)}>
            {value === null ? 'The site’s own authority from a file …' : 'Another file …'}
          </Button>
          {value === null ? null : (
            <Button tone="quiet" onClick={() => onChange(null)}>
              {words.without}
            </Button>
          )}
        </FormActions>
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
