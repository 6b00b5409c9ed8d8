import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { OsSlotState } from '../../../shared/contract/os-slot.ts';
import { Button } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import styles from './people.module.css';
import { StepUpForm } from './step-up-form.tsx';

/** Of the settings: the key store of the system as a way in for whoever has the store open; where it cannot be, why. */
export function KeyStoreChoice() {
  const { access, link } = useServices();
  const policy = useStore(access.view, (view) => view.state?.session?.policy ?? null);
  const [slot, setSlot] = useState<OsSlotState | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    let wanted = true;
    link.call('keys.osSlot', {}).then(
      (state) => {
        if (wanted) setSlot(state);
      },
      (error: unknown) => {
        if (wanted) setFailure(error);
      },
    );
    return () => {
      wanted = false;
    };
    // A change of the policy may allow or forbid it.
  }, [link, policy]);
  if (failure !== null) return <p className={styles['note']}>{errorWords(failure).title}.</p>;
  if (slot === null) return null;
  const why = refusalWords(slot);
  return (
    <section aria-label="Key store of this computer">
      <div className={styles['choice']}>
        <Button disabled={!slot.isOn && why !== null} aria-expanded={open} onClick={() => setOpen(!open)}>
          {slot.isOn ? 'Unlock without the key store of this computer' : 'Unlock with the key store of this computer'}
        </Button>
      </div>
      <p className={styles['note']}>{why ?? (slot.isOn ? ON : OFF)}</p>
      {open ? (
        <StepUpForm
          action={slot.isOn ? 'Ask for the passphrase every time' : 'Let the key store open it'}
          ready
          onBack={() => setOpen(false)}
          onSubmit={async (proof) => {
            setSlot(await link.call('keys.setOsSlot', { on: !slot.isOn, proof }));
            setOpen(false);
          }}
        >
          {slot.isOn ? null : (
            <p className={styles['note']}>
              Whoever uses this computer under your user name could then open this store in your name after a start of
              the program, though sign nothing. Choose it only where nobody else uses your user name.
            </p>
          )}
        </StepUpForm>
      ) : null}
    </section>
  );
}

const ON =
  'On: after a start of the program this computer opens the store for you. After every lock, once a day, and at a signature the passphrase is asked for.';
const OFF = 'Off: every unlock asks for the passphrase.';

/** Why it cannot be; null where it can. */
export function refusalWords({ refusal, siteName }: Pick<OsSlotState, 'refusal' | 'siteName'>): string | null {
  switch (refusal) {
    case null:
      return null;
    case 'basic-text':
      return 'Not on this computer: it has no real key store. What it has (basic_text) keeps secrets under a password that everybody knows.';
    case 'unavailable':
    case 'none':
      return 'Not on this computer: it has no key store that answers.';
    case 'unknown':
      return 'Not on this computer: nobody can tell what kind of key store it has.';
    case 'policy':
      return 'The policy of this store does not allow the key store of this computer to open it.';
    case 'site':
      return `${siteName ?? 'A site'} does not allow the key store of this computer to open this store.`;
  }
}
