import type { BrowserWindow } from 'electron';
import type { DeskMessage } from '../../../shared/model/desk-message.ts';
import type { WindowPlace } from '../../../shared/model/desk-window.ts';
import { BlankOnLock } from '../blank-on-lock.ts';
import { glassOfCase } from '../glass.ts';

/**
 * Sees to it that a case which the desk closed is closed to the eye in every window (fault F50): a page that hangs takes no notice of
 * what the desk says, and is covered, then loaded anew.
 */
export class ClearOfCase {
  readonly #windowAt: (place: WindowPlace) => BrowserWindow | null;
  /** The case that each window was told to show. */
  readonly #told = new Map<WindowPlace, string>();

  constructor(windowAt: (place: WindowPlace) => BrowserWindow | null) {
    this.#windowAt = windowAt;
  }

  /** The desk said this. @param to one window; null: all others */
  said(message: DeskMessage, to: WindowPlace | null): void {
    if (message.kind === 'case' && to !== null) this.#told.set(to, message.caseId);
    if (message.kind !== 'closed') return;
    for (const [place, caseId] of this.#told) {
      const window = this.#windowAt(place);
      if (!window) continue;
      const glass = glassOfCase(window, caseId);
      void new BlankOnLock(() => [glass]).locked();
    }
    this.#told.clear();
  }
}
