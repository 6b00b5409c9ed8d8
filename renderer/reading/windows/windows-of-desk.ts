import type { StandingViewport } from '../../../shared/model/desk-message.ts';

import type { StudyId } from '../../../shared/model/ids.ts';

/** What a command does, by the name of the act: all that has to be known of it here. */
export interface NamedAction {
  readonly do: string;
}

/** What the other windows do for this one. */
export interface WindowsOfDesk {
  /** The station is about to be asked for a study. */
  opening(studyId: StudyId): void;
  /** More than this window is open. */
  readonly several: boolean;
  /** The focus is in another window: what is done to a viewport is done there. True: it is taken care of. */
  forward(action: NamedAction): boolean;
  /** What stands in the other windows. */
  readonly standing: readonly StandingViewport[];
  /** The focus goes on to the next window, or the one before; false where there is none. */
  pass(by: 1 | -1): boolean;
}
