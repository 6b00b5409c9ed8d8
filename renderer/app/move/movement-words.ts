import type { StoreMovement } from '../../../shared/model/access.ts';
import { localMinutes } from '../local-time.ts';

export interface MovementWords {
  readonly title: string;
  /** What happened to the data. */
  readonly data: string;
  /** What to do next. */
  readonly next: string;
}

/** What became of a store that goes elsewhere, and what comes next. @param packing the package is being made at this moment */
export function movementWords({ stage, at }: StoreMovement, packing: boolean): MovementWords {
  const since = localMinutes(at);
  if (packing) {
    return {
      title: 'This store is being packed',
      data: `Since ${since} it takes no new work. What was made before is kept, and is copied into the package.`,
      next: 'Leave the computer on and the medium in it. If this is cut off, nothing is lost: it can be gone on with.',
    };
  }
  if (stage === 'moved') {
    return {
      title: 'This store was moved to another machine',
      data: `It was given up here on ${since}. Everything is still here, encrypted, and can be looked at; nothing new is made, signed or sent.`,
      next: 'Work on the other machine: there an administrator opens the package with “nightjar move open”. When it works there, what is left here is no longer needed.',
    };
  }
  return {
    title: 'This store is on its way to another machine',
    data: `Its move was begun on ${since} and has not ended. Everything is kept, and can be looked at; nothing new is made, signed or sent.`,
    next: 'If it was packed here: go on packing, or keep it here. If it was packed elsewhere and is to work here: let “nightjar move open” end on this computer, and do not keep it here, or there would be two of it.',
  };
}
