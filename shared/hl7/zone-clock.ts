const QUARTER_MS = 15 * 60_000;
/** Since then every zone has changed its clocks at a quarter of an hour, and to whole minutes. */
const KEPT_FROM = Date.UTC(1980, 0, 1);
const MOST_KEPT = 50_000;

/** The clock on the wall of a zone. Making one takes longer than asking it: a file of many times has one. */
export class ZoneClock {
  /** IANA name, as it was given. */
  readonly zone: string;
  /** Null: no such zone. */
  readonly #format: Intl.DateTimeFormat | null;
  /** By quarters of an hour: asking the zone takes longer than all the rest of reading a time. */
  readonly #known = new Map<number, number | null>();

  constructor(zone: string) {
    this.zone = zone;
    this.#format = formatOf(zone);
  }

  /** Milliseconds that the zone is ahead of UTC at an instant; null where there is no such zone. */
  offset(utc: number): number | null {
    if (utc < KEPT_FROM) return this.#ask(utc);
    const quarter = Math.floor(utc / QUARTER_MS);
    const known = this.#known.get(quarter);
    if (known !== undefined) return known;
    const offset = this.#ask(utc);
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    this.#known.set(quarter, offset);
    return offset;
  }

  #ask(utc: number): number | null {
    if (this.#format === null) return null;
    const parts = this.#format.formatToParts(utc);
    const part = (type: string): number => Number(parts.find((entry) => entry.type === type)?.value ?? Number.NaN);
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return Number.isNaN(local) ? null : local - Math.floor(utc / 1000) * 1000;
  }
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en', {
      ...{ timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch {
    // The one way it says that it knows no such zone.
    return null;
  }
}
