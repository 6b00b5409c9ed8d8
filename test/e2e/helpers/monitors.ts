import type { ElectronApplication } from 'playwright-core';

/** A monitor as the program is to find it: a part of the one screen that the test display has. */
export interface FakeMonitor {
  readonly id: number;
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

// A virtual display shows Electron one screen whatever it is told. Only the list of screens is replaced, in the main process; windows,
// their places and everything behind them are the program's own.

/** The monitors that are there from now on; the program is told as the system tells it. */
export async function plugMonitors(app: ElectronApplication, monitors: readonly FakeMonitor[]): Promise<void> {
  await app.evaluate(
    ({ screen }, parts) => {
      const [real] = screen.getAllDisplays();
      if (!real) throw new Error('there is no screen');
      const displays = parts.map(({ id, x, width, height }) => {
        const area = { x, y: 0, width, height };
        return { ...real, id, label: `panel ${id}`, bounds: area, workArea: area, size: { width, height } };
      });
      screen.getAllDisplays = () => displays;
      screen.getPrimaryDisplay = () => displays[0] ?? real;
      screen.emit('display-metrics-changed', {}, displays[0] ?? real, ['workArea']);
    },
    [...monitors],
  );
}

/** Where each window stands, by its title. */
export async function windowBounds(
  app: ElectronApplication,
): Promise<Readonly<Record<string, { readonly x: number; readonly width: number }>>> {
  return app.evaluate(({ BrowserWindow }) =>
    Object.fromEntries(
      BrowserWindow.getAllWindows().map((window) => {
        const { x, width } = window.getBounds();
        return [window.getTitle(), { x, width }];
      }),
    ),
  );
}
