import type { DeskMonitor } from '../../shared/hanging/desk-monitors.ts';
import type { WindowPlace } from '../../shared/model/desk-window.ts';
import type { WindowDesk } from '../../shared/model/measurement.ts';
import type { KnownRules } from '../app/hanging-rules.ts';
import type { callStation, FrameClient } from '../client/index.ts';
import type { PaintChoice } from '../viewer/index.ts';
import type { HungDesk } from './hang-desk.ts';
import type { Say } from './said-tone.ts';
import type { DeskCase } from './stores.ts';

/** What a desk is made of, and whom it tells. */
export interface DeskParts {
  readonly frames: FrameClient;
  readonly call: typeof callStation;
  /** Who is to draw pictures. */
  readonly paint?: PaintChoice;
  /** Tells the reader what went wrong; `doing`: "Measurement". */
  readonly failed: (error: unknown, doing: string) => void;
  /** Tells the reader what came of a command. */
  readonly say?: Say;
  /** Puts the keys that commands have now into words: "{image.key} marks it". */
  readonly worded?: (words: string) => string;
  /** The hanging protocols that count for the reader; `fresh`: as they are now. Absent: the built-in hanging alone. */
  readonly rules?: (fresh?: 'fresh') => Promise<KnownRules>;
  /** Keeps this window's share of a hanging, where there are several windows. */
  readonly share?: (hung: HungDesk, open: DeskCase) => HungDesk;
  /** The windows that cases hang over, from left to right. Absent: this one. */
  readonly monitors?: () => readonly DeskMonitor[];
  /** How the other windows stand. Absent: there are none. */
  readonly desks?: () => ReadonlyMap<WindowPlace, WindowDesk>;
  /** Something in another window is the reader's doing. */
  readonly touchedElsewhere?: () => boolean;
  /** mm of one device pixel of the monitor; null where nobody measured it. */
  readonly pitch?: () => number | null;
}
