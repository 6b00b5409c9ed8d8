import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreMovement } from '../../../shared/model/access.ts';
import { Button } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { useNotices } from '../notices/index.ts';
import { Gate, GateActions, GateNote } from '../screens/gate.tsx';
import { OpeningView } from '../screens/opening-view.tsx';
import { useServices } from '../services.tsx';
import { GoOnForm, TakeBackForm } from './moved-forms.tsx';
import { movementWords } from './movement-words.ts';
import styles from './move.module.css';

/** After the unlock of a store that lives elsewhere, or is on its way: what happened to it, and what can be done. */
export function MovedScreen({ movement }: { readonly movement: StoreMovement }) {
  const { access, layout } = useServices();
  // A dialog of before would stand over it.
  useEffect(() => layout.setState({ dialog: null }), [layout]);
  const notices = useNotices();
  const work = useStore(access.view, (view) => view.opening);
  const isPacking = useStore(access.view, (view) => view.packing || view.opening !== null);
  const refusal = useRefusal('move.cancel');
  const [form, setForm] = useState<'go-on' | 'back' | null>(null);
  const { title, data, next } = movementWords(movement, isPacking);
  const close = (): void => setForm(null);
  return (
    <Gate title={title}>
      <p>{data}</p>
      <p>
        Folder of the package: <bdi className={styles['folder']}>{movement.to}</bdi>
      </p>
      <p>{next}</p>
      {work === null ? null : <OpeningView work={work} />}
      {form === 'go-on' ? <GoOnForm onDone={close} /> : null}
      {form === 'back' ? <TakeBackForm stage={movement.stage} onDone={close} /> : null}
      {form === null && !isPacking ? (
        <>
          {refusal === null ? (
            <GateActions>
              <Button onClick={() => setForm('go-on')}>
                {movement.stage === 'moved' ? 'Finish the package again …' : 'Go on packing …'}
              </Button>
              <Button onClick={() => setForm('back')}>
                {movement.stage === 'moved' ? 'Take it back …' : 'Keep it here …'}
              </Button>
            </GateActions>
          ) : (
            <GateNote>Only an administrator decides where this store lives.</GateNote>
          )}
          <GateActions>
            <Button tone="quiet" onClick={() => access.lock().catch((error: unknown) => notices.fail(error, 'Lock'))}>
              Lock
            </Button>
            <Button tone="primary" autoFocus onClick={() => access.look(true)}>
              Look at what is here
            </Button>
          </GateActions>
        </>
      ) : null}
    </Gate>
  );
}
