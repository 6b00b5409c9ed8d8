import { useState } from 'react';
import { useStore } from 'zustand';
import type { IdentityProvider } from '../../../shared/model/identity-provider.ts';
import { ASSURANCE_LEVELS } from '../../../shared/rules/sign-in/assurance.ts';
import type { AssuranceLevel } from '../../../shared/rules/sign-in/assurance.ts';
import { Button, ManagedMark, TextField } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { useManaged } from '../use-managed.ts';
import { StepUpForm } from '../people/index.ts';
import { useServices } from '../services.tsx';
import { AuthoritiesChoice, CertificatesPart } from './certificates-part.tsx';
import { providerName } from './lease-words.ts';
import styles from '../people/people.module.css';

const LEVEL_WORDS: Readonly<Record<AssuranceLevel, string>> = {
  unknown: 'anything',
  password: 'a password alone',
  'multi-factor': 'two factors',
  'phishing-resistant': 'a passkey, security key or smart card',
};
const HOURS = [8, 12, 24, 48, 72, 168] as const;
const FIRST_HOURS = 72;

/** Of the settings: where the people of this store sign in. */
export function ProviderSection() {
  const { access } = useServices();
  const lease = useStore(access.view, (view) => view.state?.signIn ?? null);
  const notForYou = useRefusal('signIn.setProvider');
  const managed = useManaged('provider');
  const refusal = notForYou ?? managed;
  const [form, setForm] = useState<'name' | 'remove' | null>(null);
  const close = (): void => setForm(null);
  return (
    <fieldset className={styles['section']}>
      <legend>Sign-in at an identity provider</legend>
      <p>
        {lease === null
          ? 'None: the passphrase is enough at this store.'
          : `Everybody signs in at ${providerName(lease.issuer)}, and reads on without a line until their time ends.`}
      </p>
      <div className={styles['choice']}>
        <Button disabled={refusal !== null} aria-expanded={form === 'name'} onClick={() => setForm('name')}>
          {lease === null ? 'Name a provider' : 'Name another provider'}
        </Button>
        {lease === null ? null : (
          <Button disabled={refusal !== null} aria-expanded={form === 'remove'} onClick={() => setForm('remove')}>
            Remove it
          </Button>
        )}
        {notForYou === null && managed !== null ? (
          <ManagedMark>{managed}</ManagedMark>
        ) : (
          <span className={styles['quiet']}>{notForYou ?? ''}</span>
        )}
      </div>
      {notForYou === null ? <CertificatesPart /> : null}
      {form === 'name' ? <NameForm onDone={close} /> : null}
      {form === 'remove' ? <RemoveForm onDone={close} /> : null}
    </fieldset>
  );
}

function NameForm({ onDone }: { readonly onDone: () => void }) {
  const { link, access } = useServices();
  const [issuer, setIssuer] = useState('');
  const [clientId, setClientId] = useState('');
  const [authorities, setAuthorities] = useState<string | null>(null);
  const [least, setLeast] = useState<AssuranceLevel>('phishing-resistant');
  const [hours, setHours] = useState<number>(FIRST_HOURS);
  const provider = (): IdentityProvider => ({
    ...{ issuer: issuer.trim(), clientId: clientId.trim(), leastAssurance: least, leaseHours: hours },
    acrValues: least === 'phishing-resistant' ? ['phr'] : [],
    words: { acr: {}, amr: {} },
    ...(authorities === null ? {} : { authorities }),
  });
  return (
    <StepUpForm
      action="Sign in there and use it"
      ready={issuer.trim() !== '' && clientId.trim() !== ''}
      onBack={() => {
        // A page may be waited for; what was begun says that it ended.
        void link.call('signIn.cancel', {}).catch(() => undefined);
        onDone();
      }}
      onSubmit={async (proof) => {
        await link.call('signIn.setProvider', { provider: provider(), proof });
        await access.refresh();
        onDone();
      }}
    >
      <TextField
        label="Address of the provider (issuer), https://…"
        value={issuer}
        onChange={(event) => setIssuer(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        label="Name of this program at the provider (client id)"
        value={clientId}
        onChange={(event) => setClientId(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <AuthoritiesChoice onChange={setAuthorities} />
      <label className={styles['choice']}>
        People have to show
        <select value={least} onChange={(event) => setLeast(levelOf(event.target.value))}>
          {ASSURANCE_LEVELS.filter((level) => level !== 'unknown').map((level) => (
            <option key={level} value={level}>
              {LEVEL_WORDS[level]}
            </option>
          ))}
        </select>
      </label>
      <label className={styles['choice']}>
        and may read without a line for
        <select value={hours} onChange={(event) => setHours(Number(event.target.value))}>
          {HOURS.map((choice) => (
            <option key={choice} value={choice}>
              {choice} hours
            </option>
          ))}
        </select>
      </label>
      <p>A page opens in the browser of this computer: a provider that lets you in is used, another is not.</p>
    </StepUpForm>
  );
}

function RemoveForm({ onDone }: { readonly onDone: () => void }) {
  const { link, access } = useServices();
  return (
    <StepUpForm
      action="Go on without a provider"
      tone="danger"
      ready
      onBack={onDone}
      onSubmit={async (proof) => {
        await link.call('signIn.removeProvider', { proof });
        await access.refresh();
        onDone();
      }}
    >
      <p>From then on the passphrase is enough for everybody at this store.</p>
    </StepUpForm>
  );
}

function levelOf(value: string): AssuranceLevel {
  return ASSURANCE_LEVELS.find((level) => level === value) ?? 'phishing-resistant';
}
