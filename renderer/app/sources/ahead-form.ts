import { PrefetchSettings } from '../../../shared/model/prefetch.ts';

const GB = 1_000_000_000;
const HOUR = 60;

/** What is typed about fetching ahead. */
export interface AheadForm {
  readonly on: boolean;
  /** Gigabytes. */
  readonly quota: string;
  readonly metered: boolean;
  /** HH:MM by the clock of this computer; both empty: no fixed hours. */
  readonly from: string;
  readonly to: string;
}

export function aheadForm({ on, quotaBytes, metered, shift }: PrefetchSettings): AheadForm {
  return {
    ...{ on, metered, quota: String(Math.round(quotaBytes / GB)) },
    from: shift === null ? '' : clockText(shift.from),
    to: shift === null ? '' : clockText(shift.to),
  };
}

/** The settings that a form says, or what is wrong with it, in words. */
export function aheadSettings({ on, quota, metered, from, to }: AheadForm): PrefetchSettings | string {
  const bytes = Number(quota) * GB;
  const hours = from === '' && to === '' ? null : { from: minutesOf(from), to: minutesOf(to) };
  if (hours !== null && (hours.from === null || hours.to === null))
    return 'The hours are two times, such as 20:00 and 06:00.';
  const parsed = PrefetchSettings.safeParse({ on, metered, quotaBytes: bytes, shift: hours });
  return parsed.success ? parsed.data : 'The room on the disk is a number of gigabytes from 1 to 1000000.';
}

function minutesOf(text: string): number | null {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  return found === null ? null : Number(found[1]) * HOUR + Number(found[2]);
}

function clockText(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / HOUR) % 24)}:${two(minutes % HOUR)}`;
}
