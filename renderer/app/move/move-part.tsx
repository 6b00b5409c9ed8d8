import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { useNotices } from '../notices/index.ts';
import { StepUpForm } from '../people/index.ts';
import { useServices } from '../services.tsx';
import styles from './move.module.css';

/** Of the settings: makes the package that another machine opens. */
export function MovePart() {
  const { access, link } = useServices();
  const refusal = useRefusal('move.packTo');
  const isHere = useStore(access.view, (view) => (view.state?.movement ?? null) === null);
  const notices = useNotices();
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
          ready
          onBack={() => setOpen(false)}
          onSubmit={async (proof) => {
            const { token } = await link.call('app.chooseBackup', {});
            if (token === null) return;
            await access.leave();
            try {
              await link.call('move.packTo', { token, proof });
            } catch (error) {
              await access.refresh();
              // The store is on its way already: this form is gone, and its screen does not know what went wrong.
              if ((access.view.getState().state?.movement ?? null) !== null)
                notices.fail(error, 'Move to another machine');
              throw error;
            }
            await access.refresh();
          }}
        >
          <p>
            Everything is packed, encrypted, into a folder on a medium that goes to the other machine. From that moment
            on this computer takes no new work: studies can be looked at, and nothing is made, signed or sent here.
          </p>
          <p className={styles['note']}>
            Sign or discard what is begun first: drafts go along, and can be signed only there.
          </p>
        </StepUpForm>
      ) : null}
    </section>
  );
}
