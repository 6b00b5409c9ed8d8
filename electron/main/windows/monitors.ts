import type { AppMonitor } from '../../../shared/contract/app.ts';
import type { Monitor } from './placement.ts';

/** The part of Electron's Display that is used. */
export type DisplayFacts = Pick<
  Electron.Display,
  'id' | 'label' | 'size' | 'scaleFactor' | 'workArea' | 'colorSpace' | 'depthPerComponent'
>;

/**
 * Its number in the system (from its EDID, where it has one), its name and size: another monitor at the same plug is another one. With its
 * scale, for windows and figures of one scale fit no other.
 */
export function appMonitor(display: DisplayFacts): AppMonitor {
  const { id, label, size, scaleFactor } = display;
  const pixels = `${Math.round(size.width * scaleFactor)} × ${Math.round(size.height * scaleFactor)}`;
  const name = `${label.slice(0, 100) || 'a monitor'}, ${pixels}`;
  return { key: `${id} ${name} ${scaleFactor}`, name, light: lightOf(display) };
}

/** The name of a monitor without its pixels and its scale: the same panel, however it is driven. */
export function panelOf(key: string): string {
  return key.replace(/, \d+ × \d+ [\d.]+$/, '');
}

/** From left to right, then from the top: as they stand on the table. */
export function monitorsNow(displays: readonly DisplayFacts[], primary: Pick<DisplayFacts, 'id'>): readonly Monitor[] {
  return displays
    .toSorted((a, b) => a.workArea.x - b.workArea.x || a.workArea.y - b.workArea.y)
    .map((display) => ({
      key: appMonitor(display).key,
      workArea: { ...display.workArea },
      primary: display.id === primary.id,
    }));
}

/** From Chromium's words, for example "{primaries:BT709, transfer:SRGB, matrix:RGB, range:FULL}"; other words say nothing. */
function lightOf({ colorSpace, depthPerComponent }: DisplayFacts): NonNullable<AppMonitor['light']> {
  const primaries = /primaries:(\w+)/.exec(colorSpace)?.[1] ?? null;
  const transfer = /transfer:(\w+)/.exec(colorSpace)?.[1] ?? null;
  return {
    depth: depthPerComponent > 0 ? depthPerComponent : null,
    hdr: transfer === null ? null : /PQ|HLG|HDR|LINEAR/.test(transfer),
    wideGamut: primaries === null ? null : primaries !== 'BT709',
  };
}
