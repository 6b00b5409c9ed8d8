import { useSyncExternalStore } from 'react';
import { roleWords } from '../../../shared/hanging/role-words.ts';
import { EMPTY_GLASS } from '../../viewer/index.ts';
import { useComposition, useDesk, useDeskCase, useDeskRuntime } from '../desk-context.tsx';
import { seriesHolding, studiesOf } from '../stores.ts';
import { saidRole } from '../other-study.ts';
import { whenOf } from '../study-when.ts';
import { flickerOf } from './flicker.ts';
import styles from './flicker-mark.module.css';

const TIES = { exact: 'same place', approximate: 'same place: approximate' } as const;

/**
 * Which of the two is on the glass, large, in one place, while current and prior are looked at in turns. It says what the picture that
 * is really drawn belongs to, never what was asked for: between the two it says that it waits.
 */
export function FlickerMark({ viewportId }: { readonly viewportId: string }) {
  const desk = useDesk();
  const open = useDeskCase();
  useComposition(({ cells }) => cells[viewportId]);
  useDeskRuntime(({ flicker }) => flicker);
  const handle = desk.handle(viewportId);
  const ref = useSyncExternalStore(
    (listener) => handle?.onChange(listener) ?? (() => undefined),
    () => {
      const { state, ref: shown } = handle?.truth ?? EMPTY_GLASS;
      return state === 'shown' ? shown : null;
    },
  );
  const flicker = flickerOf(desk, viewportId);
  if (!flicker) return null;
  const holder = ref && seriesHolding(open, ref.objectId);
  const studies = studiesOf(open).map(({ study }) => study);
  const study = holder && studies.find(({ studyId }) => studyId === holder.studyId);
  const role = study ? desk.roleOf(study.studyId) : null;
  const tie = flicker.tie === null ? 'place not linked' : TIES[flicker.tie];
  return (
    <div className={styles['mark']} data-over-image="" data-flicker={role ?? 'loading'} role="status">
      <strong>{study && role ? roleWords(saidRole(open, study.studyId), whenOf(study, studies)) : 'loading …'}</strong>
      <span>{tie}</span>
    </div>
  );
}
