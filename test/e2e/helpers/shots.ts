import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../helpers/runtime.ts';
import type { RunningApp } from './launch.ts';
import { FULL_HD, resizeTo } from './sizes.ts';
import type { WindowSize } from './sizes.ts';

/** The least that a window of the desk is made for. */
const SMALL: WindowSize = { name: 'small', width: 1280, height: 800 };

/** Takes pictures for a person to look at, each at two sizes of the window, which is wide after it. */
export type Shoot = (running: RunningApp, name: string, into?: () => Promise<void>) => Promise<void>;

/** @param folder of the results */
export function shotsIn(folder: string): Shoot {
  const place = path.join(projectRoot, 'test-results', folder);
  mkdirSync(place, { recursive: true });
  return async (running, name, into) => {
    for (const size of [SMALL, { ...FULL_HD, name: 'wide' }]) {
      await resizeTo(running, size);
      await into?.();
      await running.page.screenshot({ path: path.join(place, `${name}-${size.name}.png`) });
    }
  };
}
