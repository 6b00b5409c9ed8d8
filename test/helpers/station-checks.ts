import type { CheckedOn, MonitorCheck, PicturesCheck } from '../../shared/model/station-check.ts';
import { gsdfIndex, gsdfLuminance } from '../../shared/rules/gsdf.ts';
import { TEST_PATTERNS } from '../../shared/rules/station-check/patterns.ts';

export const CHECKED_ON: CheckedOn = {
  version: '0.1.0',
  electron: '45.0.0',
  chromium: '145.0',
  platform: 'linux x64',
  renderer: 'Some card',
  driver: 'vendor 10de, driver 570.1',
  monitor: { key: '1 a monitor', name: 'a monitor, 2560 × 1600', scale: 1, depth: 10, hdr: false, wideGamut: false },
};

export const PICTURES_CHECKED: PicturesCheck = {
  kind: 'pictures',
  on: CHECKED_ON,
  steps: [{ id: 'decoding', state: 'ok', found: '19 of 19 transfer syntaxes', lines: [], ms: 120 }],
};

/** Readings of a display that follows the grey scale function from black to white, cd/m². */
export function gsdfDisplay(black: number, white: number): number[] {
  const [first, last] = [gsdfIndex(black), gsdfIndex(white)];
  return Array.from({ length: 18 }, (_, at) => gsdfLuminance(first + ((last - first) * at) / 17));
}

export const MONITOR_CHECKED: MonitorCheck = {
  kind: 'monitor',
  on: CHECKED_ON,
  wholeScreen: true,
  answers: TEST_PATTERNS.map(({ id }) => ({ pattern: id, pass: true, note: '' })),
  readings: { instrument: 'a meter', luminances: gsdfDisplay(1.1, 420) },
};
