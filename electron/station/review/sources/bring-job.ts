import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { JobId, PersonId, ReaderPseudonym } from '../../../../shared/model/ids.ts';
import { BringFormat, BroughtReports } from '../../../../shared/model/review/brought.ts';
import type { BringRefusal } from '../../../../shared/model/review/brought.ts';
import type { ReviewReader } from '../../../../shared/model/review/reader.ts';
import { CsvReports } from '../../../../shared/review/sources/csv-reports.ts';
import { FhirReports } from '../../../../shared/review/sources/fhir-reports.ts';
import { lineRanges } from '../../../../shared/review/sources/line-ranges.ts';
import { OruReports } from '../../../../shared/review/sources/oru-reports.ts';
import type { ReadReport } from '../../../../shared/review/sources/said-report.ts';
import { maybeSamePerson } from '../../../../shared/review/sources/same-author.ts';
import type { Commands } from '../../kernel/command.ts';
import { idsInOrder } from '../../kernel/ids.ts';
import type { JobContext } from '../../kernel/job-run.ts';
import type { Jobs, Json } from '../../kernel/jobs.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Readers } from '../readers.ts';
import { BroughtRows } from './brought-rows.ts';
import type { AuthoredReport } from './brought-rows.ts';
import { fileLetters } from './file-letters.ts';

export interface BringPeople {
  readonly personId: PersonId;
  readonly name: string;
}

export interface BringJobParts {
  readonly commands: Pick<Commands, 'runInBackground'>;
  readonly jobs: Pick<Jobs, 'define' | 'enqueue' | 'result'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly readers: Pick<Readers, 'of'>;
  /** Everybody who is or was of this station. */
  readonly people: () => readonly BringPeople[];
}

export const BRING_JOB = 'review-bring';
export const Bringing = z.strictObject({
  file: z.string().min(1),
  format: BringFormat,
  site: z.string().trim().min(1).max(200),
  /** IANA name in which times without an offset were written; null: this computer's. */
  zone: z.string().min(1).max(100).nullable(),
});
export type Bringing = z.infer<typeof Bringing>;

/** Reports noted in one command. */
const AT_ONCE = 1000;
type Reader = Pick<CsvReports, 'push' | 'end'>;
type Counts = Omit<BroughtReports, 'refused'>;

/** Brings reports of a file into the pool, as a job: a file of hundreds of thousands takes minutes, and begins again after a crash. */
export class BringJob {
  readonly #parts: BringJobParts;

  constructor(parts: BringJobParts) {
    this.#parts = parts;
    parts.jobs.define(BRING_JOB, {
      payload: Bringing,
      maxAttempts: 3,
      waitsForRoom: true,
      run: (context, payload) => this.#bring(context, payload),
    });
  }

  /** @throws AppError request/bad: no such zone */
  start(bringing: Bringing): JobId {
    const { jobs, personId } = this.#parts;
    return jobs.enqueue(BRING_JOB, { ...bringing, zone: zoneOf(bringing.zone) }, { personId });
  }

  /** Null while it is under way. */
  result(jobId: JobId): BroughtReports | null {
    const found = this.#parts.jobs.result(jobId);
    return found === null ? null : BroughtReports.parse(found);
  }

  async #bring({ signal, report }: JobContext, bringing: Bringing): Promise<Json> {
    const reader = readerOf(bringing);
    const counts = { read: 0, added: 0, known: 0, replaced: 0, withdrawn: 0, addenda: 0, linked: 0 };
    const refused = new Map<BringRefusal, number[]>();
    const authors = new Authors(this.#parts.people(), bringing.site);
    const state: Bringings = { counts, refused, authors, newId: idsInOrder() };
    const take = async (reports: readonly ReadReport[]): Promise<void> => {
      for (let at = 0; at < reports.length; at += AT_ONCE) {
        if (signal.aborted)
          throw new AppError('request/cancelled', 'bringing reports in was stopped', { retry: 'now' });
        await this.#take(reports.slice(at, at + AT_ONCE), bringing, state);
      }
    };
    for await (const { letters, done, total } of fileLetters(bringing.file)) {
      await take(reader.push(letters));
      report({ doneCount: counts.read, totalCount: null, doneBytes: done, totalBytes: total });
    }
    await take(reader.end());
    return {
      ...counts,
      refused: [...refused].map(([why, lines]) => ({ why, reports: lines.length, lines: lineRanges(lines) })),
    };
  }

  async #take(reports: readonly ReadReport[], { site, format }: Bringing, state: Bringings): Promise<void> {
    const { commands, personId, readers, clock } = this.#parts;
    const { counts, refused, authors, newId } = state;
    const refuse = (why: BringRefusal, line: number): void => {
      const lines = refused.get(why);
      if (lines === undefined) refused.set(why, [line]);
      else lines.push(line);
    };
    counts.read += reports.length;
    const known = reports.flatMap((one) => {
      if ('refused' in one) return (refuse(one.refused, one.line), []);
      const author = one.report.author === '' ? null : authors.of(one.report.author);
      if (author === 'unclear') return (refuse('author-unclear', one.line), []);
      return [{ ...one, author }];
    });
    if (known.length === 0) return;
    authors.name(readers);
    const authored = known.map(({ line, report, author }): AuthoredReport => ({
      ...{ line, report, personId: author?.personId ?? null, author: author?.pseudonym ?? null },
    }));
    const detail = { reports: authored.length, format };
    const command = { name: 'review.noteReports', personId, subject: 'reports', detail };
    const fates = await commands.runInBackground(command, (db) => {
      const rows = new BroughtRows(db, { site, format, now: clock.nowIso(), newId });
      return authored.map((one) => rows.take(one));
    });
    for (const [at, fate] of fates.entries()) {
      if (fate.kind === 'refused') refuse(fate.why, authored[at]?.line ?? 0);
      else counts[fate.kind] += 1;
      if ('linked' in fate && fate.linked) counts.linked += 1;
    }
  }
}

/** What one job has come to. */
interface Bringings {
  readonly counts: { -readonly [K in keyof Counts]: Counts[K] };
  readonly refused: Map<BringRefusal, number[]>;
  readonly authors: Authors;
  readonly newId: () => string;
}

interface Author {
  readonly reader: ReviewReader;
  readonly personId: PersonId | null;
  /** Null: not asked for yet. */
  pseudonym: ReaderPseudonym | null;
}

/** Who of this station an author may be, and their pseudonym: asked for once, however many reports are theirs. */
class Authors {
  readonly #people: readonly BringPeople[];
  readonly #site: string;
  readonly #known = new Map<string, Author | 'unclear'>();
  #unnamed: Author[] = [];

  constructor(people: readonly BringPeople[], site: string) {
    this.#people = people;
    this.#site = site;
  }

  of(name: string): Author | 'unclear' {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const [found, other] = this.#people.filter((person) => maybeSamePerson(person.name, name));
    const reader: ReviewReader =
      found === undefined ? { kind: 'other', site: this.#site, name } : { kind: 'person', personId: found.personId };
    const author: Author = { reader, personId: found?.personId ?? null, pseudonym: null };
    const who = other === undefined ? author : 'unclear';
    this.#known.set(name, who);
    if (who !== 'unclear') this.#unnamed.push(who);
    return who;
  }

  /** Gives a pseudonym to those who have none yet. */
  name(readers: Pick<Readers, 'of'>): void {
    const unnamed = this.#unnamed;
    this.#unnamed = [];
    if (unnamed.length === 0) return;
    const pseudonyms = readers.of(unnamed.map(({ reader }) => reader));
    for (const [at, author] of unnamed.entries()) author.pseudonym = pseudonyms[at] ?? null;
  }
}

function readerOf({ format, site, zone }: Bringing): Reader {
  const terms = { site, zone };
  switch (format) {
    case 'csv':
      return new CsvReports({ ...terms, decode });
    case 'oru':
      return new OruReports({
        ...terms,
        readText: (bytes, label) => new TextDecoder(label, { fatal: true }).decode(bytes),
      });
    case 'fhir':
      return new FhirReports({
        ...{ ...terms, decode },
        fromBase64: (text) => Buffer.from(text, 'base64').toString('latin1'),
      });
  }
}

function decode(letters: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(letters, 'latin1'));
  } catch {
    // The one way it says that these bytes are no UTF-8: the row is refused and listed.
    return null;
  }
}

function zoneOf(given: string | null): string {
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: given ?? here }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new AppError('request/bad', 'no such time zone', { cause });
  }
}
