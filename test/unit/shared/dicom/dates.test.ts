import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dayNumber,
  daysInMonth,
  displayDate,
  displayTime,
  parseDate,
  parseDateTime,
  parseTime,
} from '../../../../shared/dicom/dates.ts';

describe('parseDate', () => {
  it('reads today’s and the old form', () => {
    expect(parseDate('20040119')).toEqual({ year: 2004, month: 1, day: 19 });
    expect(parseDate('1997.04.24')).toEqual({ year: 1997, month: 4, day: 24 });
  });

  it('reads dates before 1902, as shifted studies have them', () => {
    expect(parseDate('19001231')).toEqual({ year: 1900, month: 12, day: 31 });
    expect(parseDate('17520101')).toEqual({ year: 1752, month: 1, day: 1 });
  });

  it.each(['', '20041301', '20040231', '2004-01-19', 'ANONYMIZED', '200401190'])('refuses %j', (text) => {
    expect(parseDate(text)).toBeNull();
  });

  it('knows 29 February', () => {
    expect(parseDate('20000229')).not.toBeNull();
    expect(parseDate('19000229')).toBeNull();
  });

  it('reads back every date that it shows', () => {
    const date = fc
      .record({ year: fc.integer({ min: 1, max: 9999 }), month: fc.integer({ min: 1, max: 12 }) })
      .chain(({ year, month }) =>
        fc.integer({ min: 1, max: daysInMonth(year, month) }).map((day) => ({ year, month, day })),
      );
    fc.assert(
      fc.property(date, ({ year, month, day }) => {
        const text = `${String(year).padStart(4, '0')}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
        expect(parseDate(text)).toEqual({ year, month, day });
        expect(displayDate(text).replaceAll('-', '')).toBe(text);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseDate(text);
        parseTime(text);
        parseDateTime(text);
      }),
    );
  });
});

describe('dayNumber', () => {
  it('counts as the calendar of Date does', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1600-01-01'), max: new Date('2400-01-01'), noInvalidDate: true }),
        (date) => {
          const [year = 0, month = 0, day = 0] = date.toISOString().slice(0, 10).split('-').map(Number);
          const days = Math.floor(Date.UTC(year, month - 1, day) / 86_400_000);
          // 1 January 1970 is day 719,163 of the Gregorian calendar.
          expect(dayNumber({ year, month, day })).toBe(days + 719_163);
        },
      ),
    );
  });
});

describe('parseTime', () => {
  it('reads what is there and leaves out what is not', () => {
    expect(parseTime('072731.5')).toEqual({ hours: 7, minutes: 27, seconds: 31, microseconds: 500_000 });
    expect(parseTime('07')).toEqual({ hours: 7, minutes: null, seconds: null, microseconds: 0 });
    expect(parseTime('07:27:31')).toEqual({ hours: 7, minutes: 27, seconds: 31, microseconds: 0 });
  });

  it.each(['24', '1260', '126061', '1'])('refuses %j', (text) => {
    expect(parseTime(text)).toBeNull();
  });

  it('shows hours and minutes', () => {
    expect(displayTime('072731')).toBe('07:27');
    expect(displayTime('072731', true)).toBe('07:27:31');
    expect(displayTime('?')).toBe('?');
  });
});

describe('parseDateTime', () => {
  it('reads zone and fraction', () => {
    expect(parseDateTime('20240102093000.25-0330')).toEqual({
      date: { year: 2024, month: 1, day: 2 },
      time: { hours: 9, minutes: 30, seconds: 0, microseconds: 250_000 },
      zone: -210,
    });
  });

  it('reads a year alone', () => {
    expect(parseDateTime('1960')).toEqual({ date: { year: 1960, month: null, day: null }, time: null, zone: null });
  });

  it('takes the first eight digits as the date', () => {
    expect(parseDateTime('2024010209')?.time?.hours).toBe(9);
  });
});
