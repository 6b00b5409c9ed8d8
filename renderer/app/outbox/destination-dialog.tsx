import { useEffect, useRef, useState } from 'react';
import type { Destination } from '../../../shared/model/destination.ts';
import { Button, Dialog, FailureLine, FormActions, LeaveQuestion } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { DestinationFields } from './destination-fields.tsx';
import { draftOf, EMPTY_DRAFT, settledOf } from './destination-form.ts';
import { goodOf, missingOf, NOTHING_TYPED, provenBy } from './destination-secrets.ts';
import styles from './outbox.module.css';

/** Everything that can be said of a destination, to add one or to change it. */
export function DestinationDialog({
  row,
  onSaved,
  onClose,
}: {
  /** Null: a new one is added. */
  readonly row: Destination | null;
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const { link } = useServices();
  const task = useTask();
  const [first] = useState(() => (row === null ? EMPTY_DRAFT : draftOf(row)));
  const [draft, setDraft] = useState(first);
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [tried, setTried] = useState(0);
  const [leaving, setLeaving] = useState(false);
  const place = useRef<HTMLFormElement>(null);
  useEffect(() => {
    place.current?.querySelector<HTMLElement>('select:enabled, input:enabled')?.focus();
  }, []);
  useEffect(() => {
    if (tried > 0) place.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [tried]);
  const settled = settledOf(draft);
  const good = goodOf(row, draft, settled);
  const problems = 'problems' in settled ? { ...settled.problems } : missingOf(row, draft, typed, good);
  const dirty = draft !== first || typed !== NOTHING_TYPED;
  const leave = (): void => (dirty ? setLeaving(!leaving) : onClose());
  const save = (): void => {
    if ('problems' in settled || Object.keys(problems).length > 0) {
      setTried(tried + 1);
      return;
    }
    const { name, site, settings } = settled;
    const proofs = provenBy(draft, typed, good);
    task.start(async () => {
      if (row === null) {
        const { secrets, certificate } = proofs;
        await link.call('destination.add', { name, site, settings, secrets, certificate });
      } else await link.call('destination.change', { destinationId: row.destinationId, name, settings, ...proofs });
      await onSaved();
    });
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  const title = row === null ? 'New destination' : `Change ${row.name}`;
  return (
    <Dialog title={title} width="wide" open onClose={leave}>
      <form
        ref={place}
        className={styles['form']}
        aria-label={title}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <DestinationFields
          {...{ draft, typed, good, fixed: row !== null, problems: tried > 0 ? problems : {} }}
          change={(part) => setDraft((before) => ({ ...before, ...part }))}
          type={(part) => setTyped((before) => ({ ...before, ...part }))}
        />
        <FailureLine said={said} />
        {leaving ? (
          <LeaveQuestion words="What you typed is not saved." onStay={() => setLeaving(false)} onLeave={onClose} />
        ) : (
          <FormActions>
            <Button type="submit" tone="primary" disabled={task.busy}>
              {row === null ? 'Add destination' : 'Save destination'}
            </Button>
            <Button tone="quiet" onClick={leave}>
              Back
            </Button>
          </FormActions>
        )}
      </form>
    </Dialog>
  );
}
