import { useState } from 'react';
import { useStore } from 'zustand';
import { FETCHING_HOURS } from '../../../shared/model/access.ts';
import type { AccessPolicy } from '../../../shared/model/access.ts';
import { Button } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { useServices } from '../services.tsx';
import { hourChoices, hourWords } from './fetching-choice.tsx';
import { minuteChoices } from './minutes.ts';
import styles from './people.module.css';
import { StepUpForm } from './step-up-form.tsx';

const LONGEST_IDLE = 240;
const LONGEST_PROOF = 1440;
const LONGEST_FETCHING = 24;

/** Of the settings: what holds for everybody at this store. Whoever may not change it sees it, with the reason. */
export function PolicySection() {
  const { access } = useServices();
  const policy = useStore(access.view, (view) => view.state?.session?.policy ?? null);
  const refusal = useRefusal('access.setPolicy');
  const [open, setOpen] = useState(false);
  if (policy === null) return null;
  return (
    <fieldset className={styles['section']}>
      <legend>Policy of this store</legend>
      <p>
        Locks after {policy.longestIdleMinutes} min without a touch at the latest. Signing asks for the passphrase again
        after {policy.proofMinutes} min. The key store of this computer {policy.keyStore === true ? 'may' : 'does not'}{' '}
        open it. A locked station may {hourWords(policy.fetchingHours ?? FETCHING_HOURS)}.
      </p>
      <div className={styles['choice']}>
        <Button disabled={refusal !== null} aria-expanded={open} onClick={() => setOpen(!open)}>
          Change the policy
        </Button>
        <span className={styles['quiet']}>{refusal ?? ''}</span>
      </div>
      {open ? <PolicyForm policy={policy} onDone={() => setOpen(false)} /> : null}
    </fieldset>
  );
}

function PolicyForm({ policy, onDone }: { readonly policy: AccessPolicy; readonly onDone: () => void }) {
  const { access } = useServices();
  const [next, setNext] = useState(policy);
  return (
    <StepUpForm
      action="Change it for everybody"
      ready
      onBack={onDone}
      onSubmit={async (proof) => {
        await access.setPolicy(next, proof);
        onDone();
      }}
    >
      <Minutes
        label="Lock at the latest after"
        minutes={next.longestIdleMinutes}
        longest={LONGEST_IDLE}
        onChange={(longestIdleMinutes) => setNext({ ...next, longestIdleMinutes })}
      />
      <Minutes
        label="Ask for the passphrase again at a signature after"
        minutes={next.proofMinutes}
        longest={LONGEST_PROOF}
        onChange={(proofMinutes) => setNext({ ...next, proofMinutes })}
      />
      <label className={styles['choice']}>
        A locked station may at most
        <select
          value={next.fetchingHours ?? FETCHING_HOURS}
          onChange={(event) => setNext({ ...next, fetchingHours: Number(event.target.value) })}
        >
          {hourChoices(LONGEST_FETCHING, next.fetchingHours ?? FETCHING_HOURS).map((hours) => (
            <option key={hours} value={hours}>
              {hourWords(hours)}
            </option>
          ))}
        </select>
      </label>
      <label className={styles['choice']}>
        <input
          type="checkbox"
          checked={next.keyStore === true}
          onChange={(event) => setNext({ ...next, keyStore: event.target.checked })}
        />
        People may let the key store of this computer open the store after a start of the program
      </label>
    </StepUpForm>
  );
}

function Minutes({
  label,
  minutes,
  longest,
  onChange,
}: {
  readonly label: string;
  readonly minutes: number;
  readonly longest: number;
  readonly onChange: (minutes: number) => void;
}) {
  return (
    <label className={styles['choice']}>
      {label}
      <select value={minutes} onChange={(event) => onChange(Number(event.target.value))}>
        {minuteChoices(longest, minutes).map((choice) => (
          <option key={choice} value={choice}>
            {choice} min
          </option>
        ))}
      </select>
    </label>
  );
}
