import type { ImageSource, PaintChoice, ViewportHandle } from '../../viewer/index.ts';
import type { History } from '../history.ts';
import type { DeskStores } from '../stores.ts';
import type { MprHost } from './mpr-guest.ts';

/** What of the desk a picture beside the planes touches. */
export interface GuestParts {
  readonly source: ImageSource;
  readonly stores: DeskStores;
  readonly history: History;
  readonly host: () => MprHost | null;
  /** Gives the guest its viewport. */
  readonly show: () => void;
  readonly say: (title: string, detail: string) => void;
  readonly failed: (error: unknown) => void;
  readonly windowBy: (handle: ViewportHandle, dx: number, dy: number) => void;
  /** Who the reader chose to draw pictures. */
  readonly paint: PaintChoice;
}
