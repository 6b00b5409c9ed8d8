import { displayDate } from '../../shared/dicom/dates.ts';
import { displayName, parsePersonName } from '../../shared/dicom/person-name.ts';
import type { Vec3 } from '../../shared/model/image.ts';
import type { RegisteredSpace, Registration, RegistrationFault, Rigid } from '../../shared/model/registration.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import { degreesOf, movedPlace } from '../../shared/rules/registration/rigid.ts';

/** Smaller turns and shifts are those of rounding. */
const LEAST = 0.05;
/** Towards what a positive and a negative millimetre of patient space (LPS) goes. */
const WAYS = [
  ['left', 'right'],
  ['back', 'front'],
  ['head', 'feet'],
] as const;

const FAULTS: Readonly<Record<RegistrationFault, string>> = {
  'no-frame-of-reference': 'it names images and no frame of reference',
  'no-matrix': 'it has no matrix',
  'damaged-matrix': 'its matrix is damaged: not sixteen numbers that end in 0, 0, 0, 1',
  'not-said-rigid': 'its matrix may scale or shear, and only turns and shifts are applied here',
  'not-rigid': 'its matrix is said to be rigid, and scales, shears or mirrors',
  'order-unclear': 'it has several matrices whose order changes where things lie',
  deformable: 'it bends one picture onto the other, and only turns and shifts are applied here',
  'contradicts-itself': 'it says two different things of one frame of reference',
};

/** "registered by Elastix, 2024-05-03": a person where one is named, else what wrote it. */
export function registeredBy({ creator, maker, date }: Registration): string {
  const person = creator === null ? '' : displayName(parsePersonName(creator));
  const who = person === '' ? (maker ?? 'somebody it does not name') : person;
  return [`registered by ${who}`, date === null ? '' : displayDate(date)].filter((part) => part !== '').join(', ');
}

export function faultWords(fault: RegistrationFault): string {
  return FAULTS[fault];
}

/** Series of the open case that lie in a frame of reference, with whose study they are; null where there is none. */
export function seriesIn(space: string | null, studies: readonly StudyForReading[]): string | null {
  const found = studies.flatMap(({ study, series }, place) => {
    const own = series.filter(({ images }) =>
      images.some(({ picture, frameOfReference }) => picture.shown && space !== null && frameOfReference === space),
    );
    if (own.length === 0) return [];
    const names = own.map(({ modality, number, description }) =>
      [modality, number === null ? null : `series ${number}`, description].filter((part) => part !== null).join(' '),
    );
    return [`${place === 0 ? 'current study' : 'prior'} ${displayDate(study.studyDate)}: ${names.join('; ')}`];
  });
  return found.length === 0 ? null : found.join(' · ');
}

/** What it does to a place in the middle of that space: "17.5 mm towards the feet, not turned". */
export function moveWords(matrix: Rigid, middle: Vec3 | null): string {
  const degrees = degreesOf(matrix);
  const turned = degrees < LEAST ? 'not turned' : `turned by ${degrees.toFixed(1)}°`;
  // How far a turn takes a place depends on the place: without one only the turn can be said.
  if (middle === null) return turned;
  const there = movedPlace(matrix, middle);
  const parts = WAYS.flatMap(([positive, negative], axis) => {
    const by = (there[axis] ?? 0) - (middle[axis] ?? 0);
    return Math.abs(by) < LEAST ? [] : [`${Math.abs(by).toFixed(1)} mm towards the ${by > 0 ? positive : negative}`];
  });
  return `${parts.length === 0 ? 'not shifted' : parts.join(', ')}, ${turned}`;
}

export function imagesWords({ images }: RegisteredSpace): string {
  return images === 0 ? '' : `${images} ${images === 1 ? 'image' : 'images'} named`;
}
