import type { Contact } from '../../model/site-services.ts';

const DAYS: Readonly<Record<string, number>> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };

/** Weekday from 1, Monday, and minute of the day, by the clock of a zone (IANA name). @param now UTC milliseconds */
export function wallClock(now: number, zone: string): { readonly day: number; readonly minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).formatToParts(now);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return { day: DAYS[of('weekday')] ?? 1, minute: Number(of('hour')) * 60 + Number(of('minute')) };
}

/** Whether somebody is on duty: by the site's clock; hours over midnight belong to the day on which they begin. */
export function isOnDuty({ hours }: Pick<Contact, 'hours'>, now: number, zone: string): boolean {
  if (hours.length === 0) return true;
  const { day, minute } = wallClock(now, zone);
  const before = day === 1 ? 7 : day - 1;
  return hours.some(({ days, from, to }) => {
    const [begin, end] = [minutesOf(from), minutesOf(to)];
    if (begin < end) return days.includes(day) && minute >= begin && minute < end;
    // Over midnight; the same time twice is a whole day.
    return (days.includes(day) && minute >= begin) || (days.includes(before) && minute < end);
  });
}

function minutesOf(time: string): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}
