import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError, asAppError, toWire } from '../../../../../shared/errors/app-error.ts';
import type { WireError } from '../../../../../shared/errors/app-error.ts';
import type { JobId, PersonId } from '../../../../../shared/model/ids.ts';
import { LookedAt } from '../../../../../shared/model/review/node.ts';
import type { TakenPackage } from '../../../../../shared/model/review/package.ts';
import { MOST_PARTS, PART_HEAD, readPartHead } from '../../../../../shared/review/package/part.ts';
import type { PartPlace } from '../../../../../shared/review/package/part.ts';
import type { ParserPool } from '../../../dicom/parser-pool.ts';
import type { Commands } from '../../../kernel/command.ts';
import type { JobContext } from '../../../kernel/job-run.ts';
import type { Jobs, Json } from '../../../kernel/jobs.ts';
import type { Clock } from '../../../kernel/ports.ts';
import type { Db } from '../../../kernel/sqlite.ts';
import type { Source } from '../../../sources/source.ts';
import type { Intake } from '../intake.ts';
import type { OwnKeys } from '../own-keys.ts';
import { MAIL_FOLDER } from './mail-out.ts';
import type { MailOut } from './mail-out.ts';
import type { ReviewNodes } from './nodes.ts';
import { mailboxOf } from './part-object.ts';
import { PartSink } from './part-sink.ts';

export interface MailInParts {
  /** Of the store. */
  readonly dir: string;
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly jobs: Pick<Jobs, 'enqueue' | 'define' | 'result'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly keys: OwnKeys;
  readonly nodes: ReviewNodes;
  readonly parsers: Pick<ParserPool, 'readDocument'>;
  readonly intake: Pick<Intake, 'takeNow'>;
  readonly mailOut: Pick<MailOut, 'deliverHeld'>;
}

export const LOOK_JOB = 'review-look';
const Payload = z.strictObject({ nodeId: z.string() });
/** Packages of one look. */
const MOST = 200;
const PART = '.part';

/** Takes what lies at a node for the person at work: each package is fetched part by part, put together, and taken as any other file. */
export class MailIn {
  readonly #parts: MailInParts;

  constructor(parts: MailInParts) {
    this.#parts = parts;
    parts.jobs.define(LOOK_JOB, {
      payload: Payload,
      maxAttempts: 3,
      waitsForRoom: true,
      run: (context, { nodeId }) => this.#look(context, nodeId),
    });
  }

  /** @throws AppError package/no-such-node, package/clinical-node, access/proof-needed */
  begin(said: string): JobId {
    const { jobs, nodes, personId, keys } = this.#parts;
    void nodes.open(said).close();
    keys.open().exchange.secret.fill(0);
    return jobs.enqueue(LOOK_JOB, { nodeId: nodes.one(said).nodeId }, { personId });
  }

  /** Null: it is not finished. @throws AppError job/unknown, and what it failed with */
  result(jobId: JobId): LookedAt | null {
    const read = LookedAt.nullable().safeParse(this.#parts.jobs.result(jobId));
    if (!read.success) throw new AppError('job/unknown', 'the work looked at no node');
    return read.data;
  }

  async #look(context: JobContext, nodeId: string): Promise<Json> {
    const { nodes, mailOut, keys } = this.#parts;
    await mailOut.deliverHeld(context, nodeId);
    const source = nodes.open(nodeId);
    const found: { taken: TakenPackage[]; refused: WireError[]; incomplete: number } = {
      ...{ taken: [], refused: [], incomplete: 0 },
    };
    try {
      for (const studyUid of await this.#fresh(source, mailboxOf(keys.card().exchangeKey), context.signal)) {
        const outcome = await this.#takeStudy(context, source, studyUid);
        if (outcome === 'incomplete') found.incomplete += 1;
        else if ('code' in outcome) found.refused.push(outcome);
        else found.taken.push(outcome);
      }
    } finally {
      await source.close();
    }
    return LookedAt.parse(found);
  }

  /** Packages to this person that were not taken yet, in the order in which the node names them. */
  async #fresh(source: Source, mailbox: string, signal: AbortSignal): Promise<string[]> {
    const { index, personId } = this.#parts;
    const known = index.prepare<[string, string], number>(
      'SELECT 1 FROM review_mail_taken WHERE study_uid = ? AND person_id = ?',
    );
    const fresh: string[] = [];
    for await (const { studyUid, patientId } of source.studies({ patientId: mailbox }, { signal, limit: MOST })) {
      if (patientId === mailbox && known.get(studyUid, personId) === undefined) fresh.push(studyUid);
    }
    return fresh;
  }

  /** What was taken, or why not. @throws AppError source/…, disk/…, request/cancelled */
  async #takeStudy(
    context: JobContext,
    source: Source,
    studyUid: string,
  ): Promise<TakenPackage | WireError | 'incomplete'> {
    const folder = path.join(this.#parts.dir, MAIL_FOLDER, `in-${nameOf(studyUid)}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      if (!(await this.#fetch(context, source, { studyUid, folder }))) return 'incomplete';
      const file = await joined(folder);
      if (file === null) return 'incomplete';
      const taken = await this.#parts.intake.takeNow(context, file);
      this.#note(studyUid, taken);
      await rm(folder, { recursive: true, force: true });
      return taken;
    } catch (error) {
      const known = asAppError(error);
      if (!known.code.startsWith('package/') || known.retry !== 'never') throw known;
      // It may be whole the next time: it was changed on the way, or comes before one that is missing.
      await rm(folder, { recursive: true, force: true });
      return toWire(known);
    }
  }

  /** Fetches what of it is not in the folder yet. False: nothing is there. */
  async #fetch(
    { signal, report }: JobContext,
    source: Source,
    { studyUid, folder }: { readonly studyUid: string; readonly folder: string },
  ): Promise<boolean> {
    const here = new Set(await readdir(folder));
    const wanted: { readonly seriesUid: string; readonly sopUid: string }[] = [];
    let [totalCount, doneBytes] = [0, 0];
    for await (const { seriesUid } of source.series(studyUid, { signal, limit: 2 })) {
      for await (const { sopUid } of source.instances(studyUid, seriesUid, { signal, limit: MOST_PARTS })) {
        totalCount += 1;
        if (!here.has(`${nameOf(sopUid)}${PART}`)) wanted.push({ seriesUid, sopUid });
      }
    }
    for (const [at, { seriesUid, sopUid }] of wanted.entries()) {
      if (signal.aborted) throw new AppError('request/cancelled', 'fetching was stopped', { retry: 'now' });
      const sink = new PartSink(async (object) => {
        const { bytes } = await this.#parts.parsers.readDocument(object);
        readPartHead(bytes);
        await writeWhole(path.join(folder, `${nameOf(sopUid)}${PART}`), bytes);
      });
      await source.retrieve({ studyUid, seriesUid, sopUids: [sopUid] }, sink, signal);
      sink.requireKept();
      doneBytes += sink.bytes;
      report({ doneCount: totalCount - wanted.length + at + 1, totalCount, doneBytes, totalBytes: null });
    }
    return totalCount > 0;
  }

  #note(studyUid: string, { kind, isNew }: TakenPackage): void {
    const { commands, personId, clock } = this.#parts;
    commands.run({ name: 'review.takeMail', personId, subject: nameOf(studyUid), detail: { kind, isNew } }, (db) => {
      db.prepare('INSERT OR IGNORE INTO review_mail_taken VALUES (?, ?, ?)').run(studyUid, personId, clock.nowIso());
    });
  }
}

/** The package out of its parts; null: some of them are not here. @throws AppError package/damaged where they are of several packages */
async function joined(folder: string): Promise<string | null> {
  const places: { readonly place: PartPlace; readonly file: string }[] = [];
  for (const name of await readdir(folder)) {
    if (!name.endsWith(PART)) continue;
    const file = path.join(folder, name);
    places.push({ file, place: readPartHead(await headOf(file)) });
  }
  const [first] = places;
  if (first === undefined) return null;
  const { packageId, count } = first.place;
  if (places.some(({ place }) => place.packageId !== packageId || place.count !== count))
    throw new AppError('package/damaged', 'the parts are of several packages');
  const byIndex = new Map(places.map(({ place, file }) => [place.index, file]));
  if (byIndex.size < count) return null;
  const whole = path.join(folder, 'whole.njreview');
  const handle = await open(whole, 'w', 0o600);
  try {
    for (let index = 0; index < count; index += 1) {
      const part = await readFile(byIndex.get(index) ?? '');
      await handle.writeFile(part.subarray(PART_HEAD));
    }
  } finally {
    await handle.close();
  }
  return whole;
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(PART_HEAD);
    const { bytesRead } = await handle.read(buffer, 0, PART_HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${file}.half`, bytes, { mode: 0o600 });
  await rename(`${file}.half`, file);
}

/** A UID of a stranger is no name of a file. */
function nameOf(uid: string): string {
  return createHash('sha256').update(uid, 'utf8').digest('hex').slice(0, 32);
}
