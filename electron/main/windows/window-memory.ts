import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { MonitorUse, ScreenRect, WindowPlace } from '../../../shared/model/desk-window.ts';
import type { MonitorUses } from '../../../shared/model/desk-window.ts';
import { panelOf } from './monitors.ts';

const MOST_ARRANGEMENTS = 32;

const Arrangement = z.strictObject({
  /** Names the set of monitors. */
  of: z.string().max(10_000),
  uses: z.record(z.string().max(300), MonitorUse),
  bounds: z.partialRecord(WindowPlace, ScreenRect),
});
type Arrangement = z.infer<typeof Arrangement>;

const Kept = z.strictObject({ version: z.literal(1), arrangements: z.array(Arrangement).max(MOST_ARRANGEMENTS) });

/**
 * What each monitor is for and where the windows stand, by the set of monitors: a home desk and the hospital's have each their own.
 * Nothing in it is about a patient.
 */
export class WindowMemory {
  readonly #file: string;
  /** The one used last comes first. */
  #arrangements: readonly Arrangement[];

  constructor(file: string) {
    this.#file = file;
    this.#arrangements = readArrangements(file);
  }

  /**
   * What was said of these monitors: of the same set, else of each where it was seen last, be it with another resolution or scale.
   * @param arrangement name of the set
   */
  usesOf(arrangement: string, keys: readonly string[]): MonitorUses {
    const same = this.#find(arrangement);
    if (same) return same.uses;
    return Object.fromEntries(
      keys.flatMap((key) => {
        const use = this.#lastOf((known) => known === key) ?? this.#lastOf((known) => panelOf(known) === panelOf(key));
        return use === undefined ? [] : [[key, use]];
      }),
    );
  }

  #lastOf(isSame: (key: string) => boolean): MonitorUse | undefined {
    for (const { uses } of this.#arrangements) {
      const found = Object.entries(uses).find(([key]) => isSame(key));
      if (found) return found[1];
    }
    return undefined;
  }

  boundsOf(arrangement: string): Arrangement['bounds'] {
    return this.#find(arrangement)?.bounds ?? {};
  }

  keepUses(arrangement: string, uses: MonitorUses): void {
    // Windows go to other monitors: where they stood says nothing any more.
    this.#put({ of: arrangement, uses: { ...uses }, bounds: {} });
  }

  keepBounds(arrangement: string, uses: MonitorUses, place: WindowPlace, bounds: ScreenRect): void {
    const before = this.#find(arrangement);
    this.#put({ of: arrangement, uses: { ...uses }, bounds: { ...before?.bounds, [place]: bounds } });
  }

  #find(arrangement: string): Arrangement | undefined {
    return this.#arrangements.find(({ of }) => of === arrangement);
  }

  #put(fresh: Arrangement): void {
    const others = this.#arrangements.filter(({ of }) => of !== fresh.of);
    this.#arrangements = [fresh, ...others].slice(0, MOST_ARRANGEMENTS);
    const text = JSON.stringify({ version: 1, arrangements: this.#arrangements });
    try {
      writeFileSync(`${this.#file}.new`, text, { mode: 0o600 });
      renameSync(`${this.#file}.new`, this.#file);
    } catch (error) {
      // It holds until the program ends; a disk that is full must not keep anybody from reading.
      process.stderr.write(`Where windows stand was not written: ${String(error)}\n`);
    }
  }
}

/** A file that is not there or cannot be read says nothing. */
function readArrangements(file: string): readonly Arrangement[] {
  try {
    return Kept.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data?.arrangements ?? [];
  } catch {
    return [];
  }
}
