import { useState } from 'react';
import { useStore } from 'zustand';
import type { StudyId } from '../../shared/model/ids.ts';
import type { SeriesForReading } from '../../shared/model/study.ts';
import { doseLine } from '../../shared/rules/dose-line.ts';
import type { ObjectKeeper } from './object-keeper.ts';
import { objectsOf, objectTitle } from './object-words.ts';
import styles from './objects.module.css';

/** Objects of one series that are listed at once. */
const AT_ONCE = 20;

/** The objects of a series that have no picture, each by what it is; one key opens it. */
export function ObjectList({ keeper, series }: { readonly keeper: ObjectKeeper; readonly series: SeriesForReading }) {
  const opened = useStore(keeper.store, (state) => state.opened);
  const [isWhole, setWhole] = useState(false);
  const all = objectsOf(series);
  if (all.length === 0) return null;
  const shown = isWhole ? all : all.slice(0, AT_ONCE);
  return (
    <ul className={styles['list']} aria-label={`Objects of series ${series.number ?? ''}`.trim()}>
      {shown.map((image) => (
        <li key={image.objectId}>
          <button
            type="button"
            className={styles['entry']}
            aria-pressed={image.objectId === opened}
            onClick={() => (image.objectId === opened ? keeper.close() : keeper.open(image.objectId))}
          >
            {objectTitle(image, all.length === 1)}
          </button>
        </li>
      ))}
      {shown.length === all.length ? null : (
        <li>
          <button type="button" className={styles['entry']} onClick={() => setWhole(true)}>
            {`and ${all.length - shown.length} more`}
          </button>
        </li>
      )}
    </ul>
  );
}

/** What the dose reports of a study say, in one line; nothing where there are none. */
export function DoseLine({ keeper, studyId }: { readonly keeper: ObjectKeeper; readonly studyId: StudyId }) {
  const figures = useStore(keeper.store, ({ dose }) => dose[studyId]);
  const line = doseLine(figures ?? []);
  return line === '' ? null : (
    <p className={styles['dose']} title="As the dose reports of the study say">
      {line}
    </p>
  );
}
