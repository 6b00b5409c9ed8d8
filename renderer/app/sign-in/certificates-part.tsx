import { useEffect, useState } from 'react';
import type { CertificatesState } from '../../../shared/contract/sign-in.ts';
import type { CertificateFacts } from '../../../shared/model/certificate.ts';
import { Button, FailureLine, TextField } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { StepUpForm } from '../people/index.ts';
import { useServices } from '../services.tsx';
import { CertificateList } from '../sources/index.ts';
import { useTask } from '../use-task.ts';
import styles from './certificates.module.css';

const NOTHING: CertificatesState = { own: [], authorities: [] };
/** What this station shows to its provider, and who vouches for the provider's server: until when, and another one. */
export function CertificatesPart() {
  const { link } = useServices();
  const [state, setState] = useState<CertificatesState | null>(null);
  const [form, setForm] = useState<'set' | 'remove' | null>(null);
  useEffect(() => {
    let gone = false;
    link.call('signIn.certificates', {}).then(
      (answer) => {
        if (!gone) setState(answer);
      },
      // Said as not known; each act says its own failure.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [link]);
  const { own, authorities } = state ?? NOTHING;
  const close = (): void => setForm(null);
  const take = (next: CertificatesState): void => {
    setState(next);
    close();
  };
  return (
    <details>
      <summary>{summaryWords(state)}</summary>
      <div className={styles['part']}>
        <p>Certificate of this station, for a provider that asks for one:</p>
        <Facts of={own} none="None is shown." label="Certificate of this station" />
        <div className={styles['actions']}>
          <Button aria-expanded={form === 'set'} onClick={() => setForm('set')}>
            {own.length === 0 ? 'Set a certificate …' : 'Replace it …'}
          </Button>
          {own.length === 0 ? null : (
            <Button aria-expanded={form === 'remove'} onClick={() => setForm('remove')}>
              Show none any more …
            </Button>
          )}
        </div>
        {form === 'set' ? <SetForm onDone={take} onBack={close} /> : null}
        {form === 'remove' ? (
          <StepUpForm
            action="Show none any more"
            ready
            onBack={close}
            onSubmit={async (proof) => take(await link.call('signIn.removeCertificate', { proof }))}
          >
            <p>A provider that asks for a certificate lets nobody of this station in from then on.</p>
          </StepUpForm>
        ) : null}
        <p>Who vouches for the provider’s server:</p>
        <Facts of={authorities} none="Whoever this computer trusts." label="Who vouches for the provider" />
        <p className={styles['note']}>These come with the provider: name it again to replace them.</p>
      </div>
    </details>
  );
}

function SetForm({
  onDone,
  onBack,
}: {
  readonly onDone: (state: CertificatesState) => void;
  readonly onBack: () => void;
}) {
  const { link } = useServices();
  const [keyPassphrase, setKeyPassphrase] = useState('');
  return (
    <StepUpForm
      action="Choose the certificate, then its key"
      ready
      onBack={onBack}
      onSubmit={async (proof) => {
        const { token: certificate } = await link.call('signIn.chooseFile', { what: 'certificate' });
        if (certificate === null) return;
        const { token: key } = await link.call('signIn.chooseFile', { what: 'key' });
        if (key === null) return;
        const passphrase = keyPassphrase === '' ? null : keyPassphrase;
        onDone(await link.call('signIn.setCertificate', { certificate, key, keyPassphrase: passphrase, proof }));
      }}
    >
      <p>Two files in PEM form are asked for. The key is kept encrypted in the store; delete the file afterwards.</p>
      <TextField
        label="Passphrase of the key file; empty where it has none"
        type="password"
        value={keyPassphrase}
        autoComplete="off"
        onChange={(event) => setKeyPassphrase(event.target.value)}
      />
    </StepUpForm>
  );
}

/** For a new provider whose server has a certificate of a private authority. @param onChange PEM; null: whoever the computer trusts */
export function AuthoritiesChoice({ onChange }: { readonly onChange: (text: string | null) => void }) {
  const { link } = useServices();
  const task = useTask();
  const [chosen, setChosen] = useState<readonly CertificateFacts[]>([]);
  const choose = async (): Promise<void> => {
    const { token } = await link.call('signIn.chooseFile', { what: 'authorities' });
    if (token === null) return;
    const { text, certificates } = await link.call('signIn.readAuthorities', { token });
    setChosen(certificates);
    onChange(text);
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <div className={styles['part']}>
      <p>Who vouches for its server:</p>
      <Facts of={chosen} none="Whoever this computer trusts." label="Who vouches for the new provider" />
      <div className={styles['actions']}>
        <Button disabled={task.busy} onClick={() => task.start(choose)}>
          Its own certificates from a file …
        </Button>
        {chosen.length === 0 ? null : (
          <Button
            onClick={() => {
              setChosen([]);
              onChange(null);
            }}
          >
            Whoever this computer trusts
          </Button>
        )}
      </div>
      <FailureLine said={said} />
    </div>
  );
}

function Facts({
  of,
  none,
  label,
}: {
  readonly of: readonly CertificateFacts[];
  readonly none: string;
  readonly label: string;
}) {
  return of.length === 0 ? <p className={styles['note']}>{none}</p> : <CertificateList of={of} label={label} />;
}

function summaryWords(state: CertificatesState | null): string {
  if (state === null) return 'Certificates: not known';
  const all = [...state.own, ...state.authorities];
  if (all.some(({ standing }) => standing === 'ended')) return 'Certificates: ■ one has ended';
  if (all.some(({ standing }) => standing !== 'good')) return 'Certificates: ▲ one ends soon, or does not hold yet';
  if (all.length === 0) return 'Certificates: none set here';
  const first = all.map(({ validUntil }) => validUntil).sort()[0] ?? '';
  return `Certificates: ${all.length}, the first ends on ${first.slice(0, 10)}`;
}
