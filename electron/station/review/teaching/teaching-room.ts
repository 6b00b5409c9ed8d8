import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { ParsedRequest } from '../../../../shared/contract/index.ts';
import type { Rect } from '../../../../shared/deidentify/text/blacken.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ConferenceId, PersonId, ReviewId, StudyId } from '../../../../shared/model/ids.ts';
import type { KeyImage } from '../../../../shared/model/key-image.ts';
import type { Conference, ConferenceCase, TeachableCase } from '../../../../shared/model/review/conference.ts';
import { ConferenceList, printedList } from '../../../../shared/review/teaching/conference-list.ts';
import { notesPage } from '../../../../shared/review/teaching/notes-page.ts';
import { withoutNames } from '../../../../shared/review/without-names.ts';
import { writeZip } from '../../access/audit/zip-write.ts';
import type { DecodePool } from '../../dicom/decode/decode-pool.ts';
import type { ParserPool } from '../../dicom/parser-pool.ts';
import type { Commands } from '../../kernel/command.ts';
import { exportFiles } from '../../kernel/export-files.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import { requireOutsideStore } from '../../kernel/outside-store.ts';
import type { Clock } from '../../kernel/ports.ts';
import { deriveKey } from '../../kernel/sealed-key.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { namesOfStudy } from '../case-text.ts';
import type { Reviews } from '../reviews.ts';
import { sourceById } from '../source-rows.ts';
import { Conferences, labelOf } from './conferences.ts';
import { teachingObjects } from './teaching-objects.ts';
import type { TeachingObjects } from './teaching-objects.ts';

export interface TeachingParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly storeDir: string;
  readonly faults?: FaultPoints;
  readonly reviews: Pick<Reviews, 'list' | 'one'>;
  readonly parsers: Pick<ParserPool, 'deidentify' | 'readBytes'>;
  readonly pool: Pick<DecodePool, 'decode'>;
  readonly readFile: PixelLoad;
  readonly marks: (studyId: StudyId) => readonly KeyImage[];
  /** Throws residency/… where its site keeps pixels in. */
  readonly requireMayLeave: (studyId: StudyId) => void;
  /** What the person reads blind. */
  readonly blindStudies: () => ReadonlySet<string>;
  /** Of peer review; a copy that is zeroed here. */
  readonly key: () => Uint8Array;
}

type PixelLoad = Parameters<typeof teachingObjects>[0]['judge']['load'];

/** What is written: a conference list, or one case. */
export interface TeachingWish {
  readonly what:
    { readonly conferenceId: ConferenceId } | { readonly reviewId: ReviewId } | { readonly studyId: StudyId };
  /** Absolute: a folder that is made where there is none, or a file that ends in ".zip". */
  readonly out: string;
  readonly masks: readonly Rect[];
  readonly looked: boolean;
  /** "+01:00". */
  readonly zone: string;
}

export interface TeachingHow {
  /** A file of that name is replaced; absent: refused. */
  readonly replace?: boolean;
  readonly signal?: AbortSignal;
  /** Before each case: how many are done, of how many. */
  readonly onCase?: (done: number, total: number) => void;
}

export interface WrittenTeaching {
  readonly out: string;
  /** None: nothing was written. */
  readonly files: readonly string[];
  readonly cases: readonly {
    readonly pseudonym: string;
    readonly studyUid: string;
    readonly pictures: number;
    readonly keyObjectUid: string | null;
    readonly leftOut: TeachingObjects['leftOut'];
  }[];
}

interface File {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const Names = z.array(z.string());

/** Teaching files and conference lists. */
export class TeachingRoom {
  readonly #parts: TeachingParts;
  readonly #conferences: Conferences;

  constructor(parts: TeachingParts) {
    this.#parts = parts;
    this.#conferences = new Conferences(parts);
  }

  /** None on which a study stands that the person reads blind now: its words would tell of it. */
  conferences(): Conference[] {
    const blind = this.#parts.blindStudies();
    return this.#conferences.list().filter(({ cases }) => !cases.some(({ studyId }) => blind.has(studyId)));
  }

  /** @throws AppError as `Conferences.save`, review/not-teachable */
  save(request: ParsedRequest<'review.saveConference'>): Conference {
    for (const { reviewId, studyId } of request.cases) {
      if (reviewId !== null && this.#settled(reviewId).studyId !== studyId) throw notTeachable();
    }
    return this.#conferences.save(request);
  }

  /** Cases of second reading that have come to something, with what is to be learnt. */
  teachable(): TeachableCase[] {
    return this.#parts.reviews.list().flatMap(({ review: { reviewId } }) => {
      const found = this.#find(reviewId);
      return found === null ? [] : [{ reviewId, label: labelOf(this.#parts.index, found.studyId), ...found }];
    });
  }

  /**
   * Writes pictures without their patients, key object selections, the list and the page of its presenter. Whole or not at all, recorded
   * before any file has its name.
   * @throws AppError review/…, residency/…, disk/…, blob/…, request/bad inside the store
   */
  async write(wish: TeachingWish, how: TeachingHow = {}): Promise<WrittenTeaching> {
    const written = await this.writeWhatMay(wish, how);
    if (written.files.length > 0) return written;
    const reasons = JSON.stringify(written.cases.flatMap(({ leftOut }) => leftOut)).slice(0, 500);
    throw new AppError('review/nothing-to-teach', 'no picture may leave', { context: { reasons } });
  }

  /** As `write`; where no picture may leave nothing is written, and the reasons are the answer. */
  async writeWhatMay(wish: TeachingWish, how: TeachingHow = {}): Promise<WrittenTeaching> {
    const { title, cases } = this.#chosen(wish);
    const blind = this.#parts.blindStudies();
    if (cases.some(({ studyId }) => blind.has(studyId))) {
      throw new AppError('review/blind', 'the person reads one of its studies blind');
    }
    const made: (TeachingObjects & { readonly of: ConferenceCase })[] = [];
    for (const one of cases) {
      if (how.signal?.aborted === true)
        throw new AppError('request/cancelled', 'writing a teaching file was stopped', { retry: 'now' });
      how.onCase?.(made.length, cases.length);
      this.#parts.requireMayLeave(one.studyId);
      made.push({ ...(await this.#objects(one, wish)), of: this.#cleaned(one) });
    }
    const shown = made.filter(({ pictures }) => pictures.length > 0);
    const files = shown.length === 0 ? [] : this.#files(title, shown);
    if (files.length > 0) await this.#put(wish, files, made, how.replace ?? false);
    return {
      out: wish.out,
      files: files.map(({ name }) => name),
      cases: made.map(({ pseudonym, studyUid, pictures, keyObject, leftOut }) => ({
        ...{ pseudonym, studyUid, pictures: pictures.length, keyObjectUid: keyObject?.sopUid ?? null, leftOut },
      })),
    };
  }

  #chosen({ what }: TeachingWish): { readonly title: string; readonly cases: readonly ConferenceCase[] } {
    if ('conferenceId' in what) {
      const { title, cases } = this.#conferences.one(what.conferenceId);
      if (cases.length === 0) throw new AppError('review/nothing-to-teach', 'the list is empty');
      return { title: withoutNames(title, this.#names(cases.map(({ studyId }) => studyId))), cases };
    }
    const empty = { question: '', learningPoint: '', presenterNotes: '', minutes: 10 };
    if ('studyId' in what) {
      labelOf(this.#parts.index, what.studyId);
      return { title: 'Teaching file', cases: [{ ...empty, studyId: what.studyId, reviewId: null }] };
    }
    return { title: 'Teaching file', cases: [{ ...empty, ...this.#settled(what.reviewId), reviewId: what.reviewId }] };
  }

  /** @throws AppError review/not-teachable, review/no-such-case */
  #settled(reviewId: ReviewId): { readonly studyId: StudyId; readonly learningPoint: string } {
    this.#parts.reviews.one(reviewId);
    const found = this.#find(reviewId);
    if (found === null) throw notTeachable();
    return found;
  }

  #find(reviewId: ReviewId): { readonly studyId: StudyId; readonly learningPoint: string } | null {
    const { index, reviews } = this.#parts;
    const { review, progress } = reviews.one(reviewId);
    const learningPoint = progress.scoring?.learningPoint ?? '';
    const studyId = sourceById(index, review.sourceReportId)?.studyId ?? null;
    const isSettled = progress.state === 'agreed' || progress.state === 'closed';
    return isSettled && learningPoint !== '' && studyId !== null ? { studyId, learningPoint } : null;
  }

  async #objects({ studyId, learningPoint }: ConferenceCase, wish: TeachingWish): Promise<TeachingObjects> {
    const { index, parsers, pool, readFile, marks, clock } = this.#parts;
    const whole = this.#parts.key();
    const key = deriveKey(whole, Buffer.from('teaching', 'utf8'), 'nightjar/teaching/1');
    whole.fill(0);
    const patient = index
      .prepare<[string], string>('SELECT patient_key FROM study WHERE study_id = ?')
      .pluck()
      .get(studyId);
    const names = this.#names([studyId]);
    const notes = [learningPoint, ...marks(studyId).map(({ note }) => note)].filter((note) => note.trim() !== '');
    try {
      return await teachingObjects(
        {
          ...{ index, parsers, key, at: clock.nowIso(), zone: wish.zone },
          judge: { pool, load: readFile, masks: wish.masks, looked: wish.looked },
        },
        { studyId, patient: patient ?? studyId, marks: marks(studyId) },
        withoutNames([...new Set(notes)].join('\n'), names),
      );
    } finally {
      key.fill(0);
    }
  }

  #cleaned(one: ConferenceCase): ConferenceCase {
    const names = this.#names([one.studyId]);
    const clean = (text: string): string => withoutNames(text, names);
    return {
      ...one,
      question: clean(one.question),
      learningPoint: clean(one.learningPoint),
      presenterNotes: clean(one.presenterNotes),
    };
  }

  /** Of the studies and of everybody who works here. */
  #names(studyIds: readonly StudyId[]): string[] {
    const { index } = this.#parts;
    const people = Names.parse(index.prepare('SELECT name FROM person').pluck().all());
    return [...studyIds.flatMap((studyId) => namesOfStudy(index, studyId)), ...people];
  }

  #files(title: string, made: readonly (TeachingObjects & { readonly of: ConferenceCase })[]): File[] {
    const number = (place: number, digits: number): string => String(place + 1).padStart(digits, '0');
    const perCase = made.map(({ pictures, keyObject }, place) => [
      ...pictures.map((bytes, at) => ({ name: `case-${number(place, 2)}-image-${number(at, 4)}.dcm`, bytes })),
      ...(keyObject === null ? [] : [{ name: `case-${number(place, 2)}-for-teaching.dcm`, bytes: keyObject.bytes }]),
    ]);
    const list = ConferenceList.parse({
      ...{ format: 'nightjar/conference-list', version: 1, title },
      cases: made.map(({ pseudonym, studyUid, keyObject, of }) => ({
        ...{ pseudonym, studyUid, keyObjectUid: keyObject?.sopUid ?? null },
        ...{ question: of.question, learningPoint: of.learningPoint, presenterNotes: of.presenterNotes },
      })),
    });
    const page = notesPage({
      list,
      cases: made.map(({ of, leftOut }, place) => ({
        ...{ minutes: of.minutes, leftOut, privileged: of.reviewId !== null },
        files: (perCase[place] ?? []).map(({ name }) => name),
      })),
    });
    return [
      ...perCase.flat(),
      { name: 'list.json', bytes: Buffer.from(`${JSON.stringify(list, null, 2)}\n`, 'utf8') },
      { name: 'hand-out.txt', bytes: Buffer.from(printedList(list, { notes: false }), 'utf8') },
      { name: 'presenter-notes.html', bytes: Buffer.from(page, 'utf8') },
    ];
  }

  async #put(
    { out, looked, masks }: TeachingWish,
    files: readonly File[],
    made: readonly (TeachingObjects & { readonly of: ConferenceCase })[],
    replace: boolean,
  ): Promise<void> {
    const { storeDir, commands, personId, faults } = this.#parts;
    const isZip = out.toLowerCase().endsWith('.zip');
    await requireOutsideStore(storeDir, out);
    if (!isZip) await mkdir(out, { recursive: true });
    const written = isZip
      ? [{ file: out, bytes: writeZip(files) }]
      : files.map(({ name, bytes }) => ({ file: path.join(out, name), bytes }));
    await exportFiles(storeDir, written, {
      replace,
      ...(faults === undefined ? {} : { faults }),
      record: () => {
        // A record for each patient; that a second reading was behind it is told to nobody.
        for (const { of, pictures } of made) {
          const detail = { pictures: pictures.length, looked, masks: masks.length };
          commands.run({ name: 'archive.exportTeaching', personId, subject: of.studyId, detail }, () => undefined);
        }
      },
    });
  }
}

function notTeachable(): AppError {
  return new AppError('review/not-teachable', 'the case is not settled, or nothing is to be learnt from it');
}
