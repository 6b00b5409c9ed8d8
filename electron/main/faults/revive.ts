import type { BrowserWindow } from 'electron';
import type { WindowPlace } from '../../../shared/model/desk-window.ts';
import { mayRestart } from '../restart-limit.ts';

/** @param again it is loaded anew; false: it is closed */
export type WindowEnded = (place: WindowPlace, reason: string, again: boolean) => void;

/**
 * A page that died is loaded anew in the same window, and finds the study that was on its desk again (fault F04): what was
 * typed and drawn is in the journal. One that dies again and again closes the window: the desk's ends the program in order, one with
 * pictures goes alone.
 */
export function reviveAfterCrash(window: BrowserWindow, place: WindowPlace, ended: WindowEnded): void {
  let endings: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    endings = [...endings.slice(-10), Date.now()];
    const again = mayRestart(endings);
    process.stderr.write(`The reading window ended (${reason}) and is ${again ? 'loaded anew' : 'closed'}.\n`);
    ended(place, reason, again);
    // Not within the event: the ended page is taken down after it.
    setImmediate(() => {
      if (window.isDestroyed()) return;
      if (again) window.webContents.reload();
      else if (place === 'desk') window.close();
      // Nobody is in it who could write last words.
      else window.destroy();
    });
  });
}
