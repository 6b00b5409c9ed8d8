import { hl7Instant } from '../../hl7/time.ts';
import type { ZoneClock } from '../../hl7/zone-clock.ts';
import type { BringRefusal } from '../../model/review/brought.ts';
import { ReviewModality, ReviewRegion, Shift, SourceFlag } from '../../model/review/source-report.ts';
import { bodyRegions } from '../../report/body-region.ts';
import { cleanText } from '../../report/plain-text.ts';
import { shiftOf } from '../shift.ts';
import { withoutNames } from '../without-names.ts';

/** Letters of one report, and of any other value. */
export const SAID_CAPS = { letters: 200_000, line: 200, sections: 200 } as const;

export interface SaidSection {
  readonly title: string;
  readonly text: string;
}

/** A report as its file tells it: words of a stranger. Empty text is "not said". */
export interface SaidReport {
  /** What its sender calls it. */
  readonly key: string;
  readonly author: string;
  /** ISO 8601, or YYYYMMDDHHMMSS±ZZZZ of HL7. */
  readonly signedAt: string;
  readonly modality: string;
  readonly region: string;
  /** Words that name the region where nothing else does. */
  readonly procedure: string;
  readonly shift: string;
  readonly flags: readonly string[];
  readonly accession: string;
  readonly studyUid: string;
  /** Of the patient, who referred them and where: taken out of the text, and not kept. */
  readonly names: readonly string[];
  readonly sections: readonly SaidSection[];
  /** adds: nothing but an addendum to a report under the same key. */
  readonly standing: 'preliminary' | 'final' | 'corrected' | 'withdrawn' | 'adds';
}

/** A report that may be drawn from, without a name in its text. */
export interface BroughtReport {
  readonly key: string;
  /** As its sender writes it, on one line. */
  readonly author: string;
  /** UTC, ISO 8601. */
  readonly signedAt: string;
  readonly modality: string;
  readonly region: ReviewRegion;
  readonly shift: Shift;
  readonly flags: readonly SourceFlag[];
  readonly accession: string | null;
  readonly studyUid: string | null;
  readonly sections: readonly SaidSection[];
  readonly standing: 'final' | 'corrected' | 'withdrawn' | 'adds';
}

/** One report of a file: what it is, or why it is not brought in, and the line at which it begins, from 1. */
export type ReadReport =
  { readonly line: number; readonly report: BroughtReport } | { readonly line: number; readonly refused: BringRefusal };

/**
 * A report as it may be kept.
 * @param site of the store; its name is taken out of the text as well
 * @param clock by which a time without an offset was written; null: such a time is refused
 */
export function broughtReport(
  said: SaidReport,
  { site, clock }: { readonly site: string; readonly clock: ZoneClock | null },
): BroughtReport | BringRefusal {
  const key = line(said.key);
  const author = authorLine(said.author);
  if (key === '') return 'no-number';
  if ([key, author, said.accession].some((text) => text.length > SAID_CAPS.line)) return 'too-long';
  if (said.standing === 'preliminary') return 'not-final';
  const ends = said.standing === 'withdrawn';
  if (author === '' && !ends) return 'no-author';
  const time = timeOf(said.signedAt, clock, ends);
  if (typeof time === 'string') return time;
  const told = toldOf(said);
  if (typeof told === 'string') return told;
  const sections = said.sections
    .map(({ title, text }) => ({ title: line(title), text: cleanText(text).trim() }))
    .filter(({ text }) => text !== '');
  if (sections.length === 0 && !ends) return 'no-text';
  const letters = sections.reduce((sum, { text, title }) => sum + text.length + title.length, 0);
  if (letters > SAID_CAPS.letters || sections.length > SAID_CAPS.sections) return 'too-long';
  const names = [site, author, ...said.names];
  return {
    ...{ key, author, signedAt: time.at, ...told, standing: said.standing },
    shift: told.shift ?? shiftOf(time.at, time.zoneMinutes),
    sections: sections.map(({ title, text }) => ({
      title: withoutNames(title, names),
      text: withoutNames(text, names),
    })),
  };
}

type Told = Pick<BroughtReport, 'modality' | 'region' | 'flags' | 'accession' | 'studyUid'> & {
  readonly shift: Shift | null;
};

function toldOf(said: SaidReport): Told | BringRefusal {
  const modality = ReviewModality.safeParse(line(said.modality).toUpperCase() || 'OT');
  if (!modality.success) return 'bad-modality';
  const region = regionOf(said);
  if (region === null) return 'bad-region';
  const shift = said.shift.trim() === '' ? null : Shift.safeParse(said.shift.trim().toLowerCase());
  if (shift?.success === false) return 'bad-shift';
  const flags = [...new Set(said.flags.map((flag) => SourceFlag.safeParse(flag.trim().toLowerCase())))];
  if (flags.some(({ success }) => !success)) return 'bad-flag';
  const studyUid = said.studyUid.trim().replace(/^urn:oid:/, '');
  if (!/^[0-9.]{0,64}$/.test(studyUid)) return 'bad-study';
  const accession = line(said.accession);
  if (accession.length > 64) return 'too-long';
  return {
    ...{ modality: modality.data, region, shift: shift?.data ?? null },
    flags: [...new Set(flags.flatMap(({ data }) => data ?? []))],
    ...{ accession: accession || null, studyUid: studyUid || null },
  };
}

/** What is said of it; else the first region, from the head down, that its procedure names. Null: said, and none that is known. */
function regionOf({ region, procedure }: SaidReport): ReviewRegion | null {
  const said = region.trim().toLowerCase();
  if (said === '') return [...bodyRegions(procedure.slice(0, 1000))][0] ?? 'other';
  const known = ReviewRegion.safeParse(said);
  return known.success ? known.data : ([...bodyRegions(said.slice(0, SAID_CAPS.line))][0] ?? null);
}

interface SaidTime {
  readonly at: string;
  /** Of the clock that it was written by, east of UTC. */
  readonly zoneMinutes: number | null;
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/** A withdrawal needs no time of its own. */
function timeOf(text: string, clock: ZoneClock | null, mayLack: boolean): SaidTime | BringRefusal {
  const said = text.trim();
  if (said === '') return mayLack ? { at: '1970-01-01T00:00:00.000Z', zoneMinutes: null } : 'no-time';
  const iso = ISO.exec(said);
  const digits = iso === null ? said : dtmOf(iso);
  const hasOffset = /[+-]\d{4}$/.test(digits);
  if (!hasOffset && clock === null) return /^\d{8,}/.test(digits) ? 'no-zone' : 'bad-time';
  const read = hl7Instant(digits, clock);
  if (read === null) return 'bad-time';
  const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)?/.exec(digits) ?? [];
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute ?? 0));
  const utc = Date.parse(read.at);
  const isUtc = /z$/i.test(said);
  // A time in UTC says nothing of the clock on the wall; where the zone is known, it does.
  const local = isUtc && clock !== null ? (clock.offset(utc) ?? Number.NaN) / 60_000 : null;
  return { at: read.at, zoneMinutes: isUtc ? local : Math.round((wall - utc) / 60_000) };
}

function dtmOf([, year, month, day, hour = '', minute = '', second = '', zone = '']: RegExpExecArray): string {
  const offset = /^z$/i.test(zone) ? '+0000' : zone.replace(':', '');
  return `${year}${month}${day}${hour}${minute}${second}${hour === '' ? '' : offset}`;
}

/** "Reader^Ada" as "Reader, Ada"; without line ends and doubled blanks. */
function authorLine(text: string): string {
  const [family = '', given = '', middle = ''] = line(text).split('^');
  const rest = [given, middle].map((part) => part.trim()).filter(Boolean);
  return rest.length === 0 ? family.trim() : `${family.trim()}, ${rest.join(' ')}`;
}

function line(text: string): string {
  return cleanText(text).replaceAll(/\s+/g, ' ').trim();
}
