import { useState } from 'react';
import type { StoreMovement } from '../../../shared/model/access.ts';
import { StepUpForm } from '../people/index.ts';
import { useServices } from '../services.tsx';
import { usePacking } from './use-packing.ts';
import styles from './move.module.css';

interface FormProps {
  readonly onDone: () => void;
}

/** The package goes on where it was cut off. */
export function GoOnForm({ onDone }: FormProps) {
  const { link } = useServices();
  const pack = usePacking();
  return (
    <StepUpForm
      action="Finish the package"
      ready
      onBack={onDone}
      onSubmit={async (proof) => {
        await pack(() => link.call('move.goOn', { proof }));
        onDone();
      }}
    >
      <p>
        The same medium has to be in this computer. What is in the package already is not copied again; a package that
        is whole gets its last file once more.
      </p>
    </StepUpForm>
  );
}

/** The store works here again, which must be true of one machine only. */
export function TakeBackForm({ stage, onDone }: FormProps & { readonly stage: StoreMovement['stage'] }) {
  const { access } = useServices();
  const [destroyed, setDestroyed] = useState(false);
  const isGone = stage === 'moved';
  return (
    <StepUpForm
      action={isGone ? 'Take the store back' : 'Keep the store here'}
      tone={isGone ? 'danger' : 'primary'}
      ready={!isGone || destroyed}
      onBack={onDone}
      onSubmit={(proof) => access.takeBack(isGone, proof)}
    >
      {isGone ? (
        <>
          <p>
            If the package is opened anywhere, or ever will be, there are two stores: a report could be signed in one
            and be missing in the other. This is written to the audit trail under your name.
          </p>
          <label className={styles['choice']}>
            <input type="checkbox" checked={destroyed} onChange={(event) => setDestroyed(event.target.checked)} />
            The package is destroyed, and was opened on no machine
          </label>
        </>
      ) : (
        <p>
          What was packed so far opens nowhere and may be deleted. On the machine that a package came to, this is wrong:
          it would work on both.
        </p>
      )}
    </StepUpForm>
  );
}
