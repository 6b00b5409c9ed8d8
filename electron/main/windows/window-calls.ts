import { screen } from 'electron';
import type { WebContents } from 'electron';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ShownMonitors } from '../../../shared/contract/windows.ts';
import type { WindowPlace } from '../../../shared/model/desk-window.ts';
import type { ShellHandlers } from '../calls.ts';
import { ClearOfCase } from './clear-of-case.ts';
import type { DeskWindows } from './desk-windows.ts';
import { identifyMonitors } from './identify.ts';
import { appMonitor } from './monitors.ts';

/** What the windows ask of the shell about each other, and what they tell each other. */
export function windowHandlers(windows: DeskWindows): ShellHandlers {
  const placeOf = (sender: WebContents): WindowPlace => {
    const place = windows.placeOf(sender);
    if (place === null) throw new AppError('request/forbidden', 'no window of the desk');
    return place;
  };
  const clear = new ClearOfCase((place) => windows.windowAt(place));
  return {
    'windows.self': (_request, event) => ({ place: placeOf(event.sender) }),
    'windows.monitors': () => shown(windows),
    'windows.use': ({ key, use }) => {
      windows.use(key, use);
      return shown(windows);
    },
    'windows.open': () => {
      windows.openWanted();
      return shown(windows);
    },
    'windows.identify': async () => {
      await identifyMonitors();
      return {};
    },
    'windows.gone': (_request, event) => {
      // After the answer: a window that is gone takes none.
      setImmediate(() => windows.gone(event.sender));
      return {};
    },
    'windows.front': () => {
      const { desk } = windows;
      if (desk?.isMinimized() === true) desk.restore();
      desk?.focus();
      return {};
    },
    'windows.say': ({ to, message }, event) => {
      const from = placeOf(event.sender);
      const places: readonly WindowPlace[] = to === null ? ['desk', ...windows.glasses] : [to];
      for (const place of places) {
        if (place !== from)
          windows.windowAt(place)?.webContents.send('nightjar:event', 'windows.said', { from, message });
      }
      if (from === 'desk') clear.said(message, to);
      return {};
    },
  };
}

function shown(windows: DeskWindows): ShownMonitors {
  const displays = new Map(screen.getAllDisplays().map((display) => [appMonitor(display).key, display]));
  const { monitors, uses } = windows.arrangement;
  return {
    monitors: monitors.flatMap(({ key }, at) => {
      const display = displays.get(key);
      if (!display) return [];
      return {
        key,
        name: appMonitor(display).name,
        number: at + 1,
        use: uses[key] ?? 'none',
        scale: Math.round(display.scaleFactor * 100),
        portrait: display.size.height > display.size.width,
      };
    }),
    open: [...windows.glasses],
    windows: [...windows.standing],
  };
}
