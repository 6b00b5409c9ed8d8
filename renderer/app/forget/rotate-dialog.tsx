import { useId, useState } from 'react';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { Button, Dialog, TextField } from '../../ui/index.ts';
import { failureWords, StepUpForm } from '../people/index.ts';
import { useServices } from '../services.tsx';
import styles from './forget.module.css';

interface Rotated {
  readonly level: 'store' | 'site';
  readonly rewrapped: number;
}

/** Another key for the store, or for one site. */
export function RotateDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const [done, setDone] = useState<Rotated | null>(null);
  const close = (): void => {
    setDone(null);
    onClose();
  };
  return (
    <Dialog title="Keys of this store" open={open} onClose={close}>
      {done === null ? <RotateForm onDone={setDone} onClose={close} /> : <Done done={done} onClose={close} />}
    </Dialog>
  );
}

function RotateForm({ onDone, onClose }: { readonly onDone: (done: Rotated) => void; readonly onClose: () => void }) {
  const { link, access } = useServices();
  const name = useId();
  const [level, setLevel] = useState<'store' | 'site'>('store');
  const [site, setSite] = useState('');
  const rotate = async (proof: string): Promise<void> => {
    const request = { level, site: level === 'site' ? site.trim() : null, proof };
    const { recoveryKey, rewrapped } = await access.whileKeysChange(() => link.call('keys.rotate', request));
    onDone({ level, rewrapped });
    if (recoveryKey !== null) access.showRecoveryKey(recoveryKey);
  };
  return (
    <StepUpForm
      action="Change the key"
      ready={level === 'store' || site.trim() !== ''}
      back="Keep the keys"
      wordsOf={wordsOf}
      onBack={onClose}
      onSubmit={rotate}
    >
      <fieldset className={styles['choices']}>
        <legend>Which key is changed</legend>
        <label className={styles['choice']}>
          <input
            type="radio"
            name={name}
            checked={level === 'store'}
            data-autofocus=""
            onChange={() => setLevel('store')}
          />
          <span>
            The key of the whole store <span className={styles['note']}>old copies of slots open nothing any more</span>
          </span>
        </label>
        <label className={styles['choice']}>
          <input type="radio" name={name} checked={level === 'site'} onChange={() => setLevel('site')} />
          <span>
            The key of one site <span className={styles['note']}>the keys of its studies are wrapped anew</span>
          </span>
        </label>
      </fieldset>
      <div className={styles['site']}>
        {level === 'store' ? null : (
          <TextField
            label="Name of the site, as the worklist shows it"
            value={site}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setSite(event.target.value)}
          />
        )}
      </div>
      <p className={styles['note']}>
        No study is written again. The store closes for a moment; everybody keeps the own passphrase.
      </p>
    </StepUpForm>
  );
}

function wordsOf(failure: unknown): string {
  if (asAppError(failure).code !== 'archive/unknown-study') return failureWords(failure);
  return 'The store has nothing of this site. Nothing was changed. Compare the name with that in the worklist.';
}

function Done({ done: { level, rewrapped }, onClose }: { readonly done: Rotated; readonly onClose: () => void }) {
  const many = `${rewrapped.toLocaleString('en')} ${level === 'store' ? 'site' : 'study'} key${rewrapped === 1 ? '' : 's'}`;
  return (
    <section aria-label="Key changed" className={styles['step']}>
      <p role="status" className={styles['done']}>
        ✓ {level === 'store' ? 'The store has a new key.' : 'The site has a new key.'}
      </p>
      <p>{many} under it. Studies and passphrases are as they were, and the audit trail names this act.</p>
      <div className={styles['actions']}>
        <Button tone="primary" autoFocus onClick={onClose}>
          Close
        </Button>
      </div>
    </section>
  );
}
