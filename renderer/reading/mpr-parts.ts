import type { ViewerEngine, ViewportHandle } from '../viewer/index.ts';
import type { Say } from './said-tone.ts';
import type { DeskStores } from './stores.ts';

/** What of the desk the three planes of a reformat touch. */
export interface MprParts {
  readonly engine: ViewerEngine;
  readonly stores: DeskStores;
  readonly handle: (viewportId: string) => ViewportHandle | null;
  /** Words to the reader: why there is no reformat. */
  readonly say: Say;
  readonly failed: (error: unknown, doing: string) => void;
  /** Takes down where every viewport stands, so that it comes back there. */
  readonly remember: () => void;
  /** Drawings on planes come and go with them. */
  readonly planesChanged: () => void;
}
