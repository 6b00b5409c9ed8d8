import type { ImageSource, PaintChoice, ViewportHandle } from '../../viewer/index.ts';
import type { History } from '../history.ts';
import type { Say } from '../said-tone.ts';
import type { DeskStores } from '../stores.ts';
import type { MprHost } from './mpr-guest.ts';

/** The same, with what puts the keys of commands into words. */
export interface WordedGuestParts extends GuestParts {
  readonly worded: (words: string) => string;
}

/** What of the desk a picture beside the planes touches. */
export interface GuestParts {
  readonly source: ImageSource;
  readonly stores: DeskStores;
  readonly history: History;
  readonly host: () => MprHost | null;
  /** Gives the guest its viewport. */
  readonly show: () => void;
  readonly say: Say;
  readonly failed: (error: unknown) => void;
  readonly windowBy: (handle: ViewportHandle, dx: number, dy: number) => void;
  /** Who the reader chose to draw pictures. */
  readonly paint: PaintChoice;
}
