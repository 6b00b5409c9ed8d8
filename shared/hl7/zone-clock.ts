/** The clock on the wall of a zone. Making one takes longer than asking it: a file of many times has one. */
export class ZoneClock {
  /** IANA name, as it was given. */
  readonly zone: string;
  /** Null: no such zone. */
  readonly #format: Intl.DateTimeFormat | null;

  constructor(zone: string) {
    this.zone = zone;
    this.#format = formatOf(zone);
  }

  /** Milliseconds that the zone is ahead of UTC at an instant; null where there is no such zone. */
  offset(utc: number): number | null {
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
