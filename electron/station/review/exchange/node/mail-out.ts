import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import type { JobId, PersonId } from '../../../../../shared/model/ids.ts';
import type { MailedPackage } from '../../../../../shared/model/review/node.ts';
import { MOST_PARTS, PART_BYTES, PART_CLASS } from '../../../../../shared/review/package/part.ts';
import { isThere } from '../../../kernel/is-there.ts';
import type { Commands } from '../../../kernel/command.ts';
import { newId } from '../../../kernel/ids.ts';
import type { JobContext } from '../../../kernel/job-run.ts';
import type { Jobs, Json } from '../../../kernel/jobs.ts';
import type { Clock } from '../../../kernel/ports.ts';
import { deriveKey } from '../../../kernel/sealed-key.ts';
import type { Db } from '../../../kernel/sqlite.ts';
import type { OutgoingObject, Source } from '../../../sources/source.ts';
import { MakePackage } from '../outgoing.ts';
import type { Outgoing, WantedPackage } from '../outgoing.ts';
import { packageHead } from '../../package/read-package.ts';
import type { ReviewNodes } from './nodes.ts';
import { buildPart, mailboxOf, partUids } from './part-object.ts';
import type { PartUids } from './part-object.ts';

export interface MailOutParts {
  /** Of the store. */
  readonly dir: string;
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly jobs: Pick<Jobs, 'enqueue' | 'define'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly outgoing: Outgoing;
  readonly nodes: ReviewNodes;
  /** Of peer review; a copy that is zeroed here. */
  readonly key: () => Uint8Array;
}

export const MAIL_JOB = 'review-mail';
/** Null: only what was made before, and is not there yet. */
const Payload = z.strictObject({ nodeId: z.string(), file: z.string(), make: MakePackage.nullable() });
type Payload = z.infer<typeof Payload>;
const HeldRow = z.object({ package_id: z.string(), file: z.string() });
const CHUNK = 64 * 1024;
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/**
 * Packages by way of a DICOM node: made in a folder of the store first, then sent part by part. What is there is asked before anything is
 * sent, so that a killed job, or a line that broke, goes on with the part that is missing.
 */
export class MailOut {
  readonly #parts: MailOutParts;
  /** Never rejects. */
  #last: Promise<void> = Promise.resolve();

  constructor(parts: MailOutParts) {
    this.#parts = parts;
    parts.jobs.define(MAIL_JOB, {
      payload: Payload,
      maxAttempts: 5,
      waitsForRoom: true,
      run: (context, payload) => this.#run(context, payload),
    });
  }

  /** @throws AppError package/no-such-node, package/clinical-node, package/no-such-peer, package/nothing-to-send, access/proof-needed */
  send(said: string, wanted: Omit<WantedPackage, 'folder'>): JobId {
    const { outgoing, jobs, personId } = this.#parts;
    const { nodeId } = this.#usable(said);
    const make = outgoing.plan(wanted);
    const file = `${newId()}.njreview`;
    return jobs.enqueue(MAIL_JOB, { nodeId, file, make }, { personId });
  }

  /** What was made for the node and is not there yet. @throws AppError package/no-such-node, package/clinical-node, source/… */
  async deliverHeld(context: JobContext, said: string): Promise<MailedPackage[]> {
    const { index, nodes, personId } = this.#parts;
    const { nodeId } = nodes.one(said);
    const rows = index
      .prepare(
        'SELECT package_id, file FROM review_mail WHERE node_id = ? AND person_id = ? AND sent_at IS NULL ORDER BY made_at',
      )
      .all(nodeId, personId)
      .map((row) => HeldRow.parse(row));
    const sent: MailedPackage[] = [];
    for (const { file } of rows) sent.push(await this.#deliver(context, nodeId, file));
    return sent;
  }

  #usable(said: string): { readonly nodeId: string } {
    const { nodes } = this.#parts;
    void nodes.open(said).close();
    return nodes.one(said);
  }

  async #run(context: JobContext, { nodeId, file, make }: Payload): Promise<Json> {
    if (make !== null && !this.#isMade(file)) await this.#make(context, { nodeId, file, make });
    return { ...(await this.#deliver(context, nodeId, file)) };
  }

  #isHeld(file: string): boolean {
    const { index } = this.#parts;
    return index.prepare('SELECT 1 FROM review_mail WHERE file = ? AND sent_at IS NULL').get(file) !== undefined;
  }

  /** It is on record, and so in the folder, under the one name or the other. */
  #isMade(file: string): boolean {
    return this.#parts.index.prepare('SELECT 1 FROM review_mail WHERE file = ?').get(file) !== undefined;
  }

  async #make(
    context: JobContext,
    { nodeId, file, make }: { readonly nodeId: string; readonly file: string; readonly make: MakePackage },
  ): Promise<void> {
    const { outgoing, personId, clock } = this.#parts;
    await mkdir(this.#folder(), { recursive: true, mode: 0o700 });
    const place = { final: this.#path(file), temporary: this.#temporary(file) };
    await rm(place.temporary, { force: true });
    await outgoing.make(context, make, place, (db, packageId) => {
      db.prepare('INSERT INTO review_mail VALUES (?, ?, ?, ?, ?, NULL)').run(
        ...[packageId, nodeId, personId, file, clock.nowIso()],
      );
    });
  }

  /** One at a time: whoever looks at a node sends what is held, and a job may be sending it. */
  #deliver(context: JobContext, nodeId: string, name: string): Promise<MailedPackage> {
    const delivered = this.#last.then(() => this.#deliverNow(context, nodeId, name));
    this.#last = delivered.then(
      () => undefined,
      () => undefined,
    );
    return delivered;
  }

  async #deliverNow(context: JobContext, nodeId: string, name: string): Promise<MailedPackage> {
    const { nodes } = this.#parts;
    if (!this.#isHeld(name)) return { parts: 0, sent: 0 };
    const file = this.#path(name);
    // A process that died between the record and the name.
    if (!(await isThere(file))) await rename(this.#temporary(name), file);
    const source = nodes.open(nodeId);
    try {
      const sent = await this.#sendParts(context, source, file);
      this.#note(name);
      await rm(file, { force: true });
      return sent;
    } finally {
      await source.close();
    }
  }

  async #sendParts({ signal, report }: JobContext, source: Source, file: string): Promise<MailedPackage> {
    const { size: totalBytes } = await stat(file);
    const totalCount = Math.ceil(totalBytes / PART_BYTES);
    if (totalCount > MOST_PARTS) throw new AppError('package/too-large', 'the package has more parts than it may');
    const { packageId, recipients, madeAt } = await packageHead(file);
    const uids = this.#uids(packageId);
    const there = await sopUidsAt(source, uids, signal);
    const mailbox = mailboxOf(recipients[0]?.publicKey ?? '');
    const handle = await open(file, 'r');
    let sent = 0;
    try {
      for (let index = 0; index < totalCount; index += 1) {
        if (signal.aborted) throw new AppError('request/cancelled', 'sending was stopped', { retry: 'now' });
        if (!there.has(uids.sop(index))) {
          const start = index * PART_BYTES;
          const bytes = Buffer.alloc(Math.min(PART_BYTES, totalBytes - start));
          await handle.read(bytes, 0, bytes.length, start);
          const part = buildPart(bytes, { place: { packageId, index, count: totalCount }, uids, mailbox, at: madeAt });
          await store(source, objectOf(part, uids, index), signal);
          sent += 1;
        }
        const doneBytes = Math.min(totalBytes, (index + 1) * PART_BYTES);
        report({ doneCount: index + 1, totalCount, doneBytes, totalBytes });
      }
    } finally {
      await handle.close();
    }
    return { parts: totalCount, sent };
  }

  #uids(packageId: string): PartUids {
    const key = this.#parts.key();
    const own = deriveKey(key, Buffer.from(packageId, 'hex'), 'nightjar/review-part/1');
    key.fill(0);
    return partUids(own, packageId);
  }

  #note(file: string): void {
    const { commands, personId, clock } = this.#parts;
    commands.run({ name: 'review.mailPackage', personId, subject: file, detail: {} }, (db) => {
      db.prepare('UPDATE review_mail SET sent_at = ? WHERE file = ?').run(clock.nowIso(), file);
    });
  }

  #folder(): string {
    return path.join(this.#parts.dir, MAIL_FOLDER);
  }

  #path(file: string): string {
    return path.join(this.#folder(), path.basename(file));
  }

  #temporary(file: string): string {
    return `${this.#path(file)}.part`;
  }
}

/** Of the store: sealed packages on their way to and from nodes. */
export const MAIL_FOLDER = 'review-mail';

/** What of a package is at the node already. */
async function sopUidsAt(source: Source, uids: PartUids, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const there = new Set<string>();
  for await (const { sopUid } of source.instances(uids.study, uids.series, { signal, limit: MOST_PARTS }))
    there.add(sopUid);
  return there;
}

async function store(source: Source, object: OutgoingObject, signal: AbortSignal): Promise<void> {
  for await (const { sopUid, state } of source.store([object], signal)) {
    if (sopUid !== object.sopUid) continue;
    if (state === 'stored') return;
    const retry = state === 'refused' ? 'never' : 'later';
    throw new AppError('package/not-delivered', 'the node did not keep a part of the package', { retry });
  }
  throw new AppError('package/not-delivered', 'the node said nothing of a part of the package', { retry: 'later' });
}

function objectOf(bytes: Uint8Array, uids: PartUids, index: number): OutgoingObject {
  return {
    ...{ sopUid: uids.sop(index), sopClass: PART_CLASS, studyUid: uids.study },
    ...{ transferSyntax: EXPLICIT_LITTLE_ENDIAN, bytes: bytes.length },
    async *open() {
      for (let at = 0; at < bytes.length; at += CHUNK) {
        await Promise.resolve();
        yield bytes.subarray(at, at + CHUNK);
      }
    },
  };
}
