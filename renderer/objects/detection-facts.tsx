import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { DetectionReport } from '../../shared/model/dicom-object.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import { useWordsWithKeys } from '../app/commands/index.ts';
import { detectionIn, detectionLine, detectionObjects, REQUIRED_MARKS } from './detection-marks.ts';
import { countWords, outcomeWarning } from './detection-words.ts';
import { pictureFinder } from './mark-pictures.ts';
import type { ObjectKeeper } from './object-keeper.ts';
import styles from './objects.module.css';

/** What the detection programs of a study say of their work: that there are marks, whether they stand over the pictures, or why not. */
export function DetectionLine({ keeper, study }: { readonly keeper: ObjectKeeper; readonly study: StudyForReading }) {
  const read = useStore(keeper.store, (state) => state.read);
  const drawn = useStore(keeper.store, (state) => state.drawn);
  const worded = useWordsWithKeys();
  const objects = useMemo(() => detectionObjects([study]), [study]);
  const find = useMemo(() => pictureFinder([study]), [study]);
  return objects.map(({ objectId }) => {
    const state = read[objectId];
    const content = detectionIn(state);
    if (!content) {
      const words = state?.status === 'refused' ? '▲ CAD: its object could not be read' : 'CAD: reading …';
      return (
        <p key={objectId} className={styles['dose']}>
          {words}
        </p>
      );
    }
    const { words, short, warnings } = detectionLine(content, find);
    const isOn = drawn.has(`${objectId}/${REQUIRED_MARKS}`);
    const standing =
      content.detection.findings.length === 0 ? '' : isOn ? ' · on' : worded(' · off ({image.detections})');
    return (
      <p
        key={objectId}
        className={styles['dose']}
        data-detections={content.detection.outcome}
        title={warnings.join(' ')}
      >
        <span className={styles['ai']}>{words}</span>
        <span className={styles['quiet']}>{standing}</span>
        {short.map((warning) => (
          <span key={warning} className={styles['warning']}>{` ▲ ${warning}`}</span>
        ))}
      </p>
    );
  });
}

/** Which programs found it, how far they came, and how many of their findings are not for presentation. */
export function DetectionFacts({ detection }: { readonly detection: DetectionReport }) {
  const warning = outcomeWarning(detection);
  return (
    <>
      {detection.algorithms.map(({ name, version }) => (
        <p key={`${name} ${version}`} className={styles['ai']}>
          {`Found by a program: ${name}, ${version === null ? 'version not said' : `version ${version}`}`}
        </p>
      ))}
      <p>{countWords(detection)}</p>
      {warning === null ? null : <p className={styles['warning']}>▲ {warning}</p>}
    </>
  );
}
