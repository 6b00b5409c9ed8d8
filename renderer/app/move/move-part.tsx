import { useState } from 'react';
import { useStore } from 'zustand';
import { Button, TextField } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { StepUpForm } from '../people/index.ts';
import { useServices } from '../services.tsx';
import { NO_PLACE, placeOf } from '../place-of.ts';
import { usePacking } from './use-packing.ts';
import styles from './move.module.css';

/** Of the settings: makes the package that another machine opens. */
export function MovePart() {
  const { access, link } = useServices();
  const refusal = useRefusal('move.packTo');
  const isHere = useStore(access.view, (view) => (view.state?.movement ?? null) === null);
  const pack = usePacking();
  const [where, setWhere] = useState('');
  const place = placeOf(where);
  const [open, setOpen] = useState(false);
  if (refusal !== null || !isHere) return null;
  return (
    <section className={styles['part']} aria-label="Another machine">
      <div className={styles['actions']}>
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          Move to another machine …
        </Button>
      </div>
      {open ? (
        <StepUpForm
          action="Choose a folder and pack"
          tone="danger"
          ready={place !== undefined}
          onBack={() => setOpen(false)}
          onSubmit={async (proof) => {
            const { token } = await link.call('app.chooseBackup', {});
            if (token === null || place === undefined) return;
            await pack(() => link.call('move.packTo', { token, place, proof }));
          }}
        >
          <p>
            Everything is packed, encrypted, into a folder on a medium that goes to the other machine. From that moment
            on this computer takes no new work: studies can be looked at, and nothing is made, signed or sent here.
          </p>
          <TextField
            label="The other machine is in (country, or part of one: DE, US-PA)"
            value={where}
            maxLength={6}
            autoComplete="off"
            hint="Empty: where this computer is. A site may keep its studies in their region."
            problem={place === undefined ? NO_PLACE : null}
            onChange={(event) => setWhere(event.target.value)}
          />
          <p className={styles['note']}>
            Sign or discard what is begun first: drafts go along, and can be signed only there.
          </p>
        </StepUpForm>
      ) : null}
    </section>
  );
}
