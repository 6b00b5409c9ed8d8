import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../helpers/runtime.ts';

/** A station whose time of day a test puts forward while the program runs. */
export interface MovedClock {
  /** For `launch`: the program as it was built, but for the time that its station is told. */
  readonly folder: string;
  /** Hours ahead of the real time from now on. Timers run on as they did, as on a computer that slept. */
  ahead(hours: number): void;
  remove(): void;
}

/**
 * Electron does not run under faketime. In a copy of the program the station's `Date` reads how far it is ahead from a file at each
 * look; nothing else of it is another.
 */
export function movedClock(): MovedClock {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'nightjar-clock-'));
  const file = path.join(folder, 'ahead');
  const set = (hours: number): void => writeFileSync(file, String(Math.round(hours * 3_600_000)));
  set(0);
  for (const name of ['package.json', 'resources', 'node_modules']) {
    symlinkSync(path.join(projectRoot, name), path.join(folder, name));
  }
  cpSync(path.join(projectRoot, 'dist'), path.join(folder, 'dist'), { recursive: true });
  const station = path.join(folder, 'dist', 'node', 'station.mjs');
  const moved = [
    `import { readFileSync as readAhead } from 'node:fs';`,
    `const RealDate = Date;`,
    `const nowAhead = () => RealDate.now() + Number(readAhead(${JSON.stringify(file)}, 'utf8'));`,
    `globalThis.Date = class extends RealDate {`,
    `  constructor(...given) { if (given.length === 0) super(nowAhead()); else super(...given); }`,
    `  static now() { return nowAhead(); }`,
    `};`,
    '',
  ];
  writeFileSync(station, moved.join('\n') + readFileSync(station, 'utf8'));
  return { folder, ahead: set, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
