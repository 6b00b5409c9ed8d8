import { useStore } from 'zustand';
import type { RegistrationContent } from '../../shared/model/dicom-object.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import { frameInfo } from '../../shared/model/image.ts';
import type { Vec3 } from '../../shared/model/image.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import { pixelToWorld } from '../../shared/rules/geometry.ts';
import { tiedSpaces } from '../../shared/rules/registration/way-between.ts';
import { Button } from '../ui/index.ts';
import type { ObjectKeeper } from './object-keeper.ts';
import { faultWords, imagesWords, moveWords, registeredBy, seriesIn } from './registration-words.ts';
import styles from './objects.module.css';

/** Which pictures lie how in the space of which others, and by whom that was found. Nothing is tied until the reader says so. */
export function RegistrationFacts({
  keeper,
  objectId,
  content: { registration },
  studies,
  onUse,
}: {
  readonly keeper: ObjectKeeper;
  readonly objectId: ObjectId;
  readonly content: RegistrationContent;
  /** Of the open case, the current one first. */
  readonly studies: readonly StudyForReading[];
  /** To be used from now on, or no more. */
  readonly onUse: (objectId: ObjectId, used: boolean) => void;
}) {
  const isUsed = useStore(keeper.store, ({ registrations }) => registrations.includes(objectId));
  const { reference, spaces, description } = registration;
  const ties = tiedSpaces(registration);
  const here = ties.filter((space) => seriesIn(space, studies) !== null);
  const by = registeredBy(registration);
  return (
    <>
      <p>{by.charAt(0).toUpperCase() + by.slice(1)}</p>
      {description === null ? null : <p className={styles['quiet']}>{description}</p>}
      <h3 className={styles['heading']}>Registered to</h3>
      <p>{seriesIn(reference, studies) ?? 'a frame of reference of no picture here'}</p>
      <h3 className={styles['heading']}>Registered</h3>
      <ul className={styles['parts']} aria-label="Registered frames of reference">
        {spaces.map((space, place) => (
          <li key={`${place} ${space.frameOfReference}`}>
            {seriesIn(space.frameOfReference, studies) ?? 'a frame of reference of no picture here'}
            <br />
            {space.matrix ? (
              <span className={styles['quiet']}>
                {[moveWords(space.matrix, middleOf(space.frameOfReference, studies)), imagesWords(space)]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
            ) : (
              <span className={styles['warning']}>
                ▲ Not applied: {space.fault === null ? 'nothing says how' : faultWords(space.fault)}
              </span>
            )}
          </li>
        ))}
      </ul>
      {here.length < 2 ? (
        <p className={styles['warning']} role="note">
          ▲ It ties no two frames of reference of the pictures that are open here.
        </p>
      ) : (
        <Button aria-pressed={isUsed} onClick={() => onUse(objectId, !isUsed)}>
          {isUsed ? 'Do not link by it' : 'Link the pictures by it'}
        </Button>
      )}
      <p className={styles['quiet']}>
        What it ties is marked approximate: how well two studies lie on each other is the word of whoever registered
        them.
      </p>
    </>
  );
}

/** Of the first series that lies there: the middle of its middle picture. */
function middleOf(space: string | null, studies: readonly StudyForReading[]): Vec3 | null {
  for (const { images } of studies.flatMap(({ series }) => series)) {
    const own = images.filter(({ picture, frameOfReference }) => picture.shown && frameOfReference === space);
    const image = own[Math.floor(own.length / 2)];
    const at = image?.pixels && pixelToWorld(frameInfo(image, 1), [image.pixels.columns / 2, image.pixels.rows / 2]);
    if (at) return at;
  }
  return null;
}
