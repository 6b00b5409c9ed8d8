import { open } from 'node:fs/promises';
import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ProtocolFilePreview } from '../../../shared/hanging/protocol/kept.ts';
import { foreignFate, foreignWords, putBack, setAside } from '../../../shared/hanging/protocol/foreign-rules.ts';
import { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { Fingerprint } from '../../../shared/model/site-profile.ts';
import { fingerprintOf } from '../access/profile/admin-key.ts';
import type { StationKey } from '../access/audit/station-key.ts';
import type { Commands } from '../kernel/command.ts';
import { diskError } from '../kernel/disk-error.ts';
import { exportFiles } from '../kernel/export-files.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Clock } from '../kernel/ports.ts';
import { sha256Hex } from '../kernel/sha256.ts';
import type { Db } from '../kernel/sqlite.ts';
import { newUid } from '../kernel/uid.ts';
import { buildHangingObject } from '../dicom/write/hanging-protocol.ts';
import type { HangingObject } from '../../../shared/model/hanging-object.ts';
import { protocolIn } from './protocol-in-dicom.ts';
import type { Protocols } from './protocols.ts';
import { badForm, isBundle, readBundle, writeBundle } from './signed-bundle.ts';

/** Longest file that is read, bytes. */
const LONGEST_FILE = 8 * 1024 * 1024;

export interface ProtocolFilesOptions {
  readonly protocols: Pick<Protocols, 'document' | 'take'>;
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly key: Pick<StationKey, 'current' | 'all' | 'sign'>;
  readonly personId: PersonId;
  readonly personName: string;
  readonly storeDir: string;
  /** What a DICOM object says, read in a process of its own. */
  readonly readHanging: (content: Uint8Array) => Promise<HangingObject>;
  readonly faults: FaultPoints;
}

interface Looked extends Pick<ProtocolFilePreview, 'hash' | 'signedBy' | 'fingerprint' | 'trust' | 'ignored'> {
  readonly documents: readonly HangingProtocol[];
}

/** Hanging protocols as files: looked at, taken over, given away. What is taken over is what was looked at. */
export class ProtocolFiles {
  readonly #options: ProtocolFilesOptions;
  #looked: Looked | null = null;

  constructor(options: ProtocolFilesOptions) {
    this.#options = options;
  }

  /** What is in a file; nothing is changed. @throws AppError hanging/bad-file, hanging/bad-signature, hanging/newer-version, disk/… */
  async preview(file: string): Promise<ProtocolFilePreview> {
    const looked = await this.#look(await readBounded(file));
    this.#looked = looked;
    const { documents, ...about } = looked;
    return {
      ...about,
      protocols: documents.map(({ id, name, note }) => ({ id, name, note: note ?? null })),
    };
  }

  /** The one protocol of a file, to be tried; nothing is changed. @throws AppError request/bad where there are several, and as `preview` */
  async only(file: string): Promise<HangingProtocol> {
    return onlyOne((await this.#look(await readBounded(file))).documents);
  }

  /** @throws AppError hanging/other-file, hanging/unknown-key, and as Protocols.take */
  import({ hash, owner, trust }: ParsedRequest<'hanging.import'>): Response<'hanging.import'> {
    const looked = this.#looked;
    if (looked?.hash !== hash) throw new AppError('hanging/other-file', 'this is not the file that was looked at');
    const isNew = looked.trust === 'new';
    if (isNew && trust !== looked.fingerprint) {
      throw new AppError('hanging/unknown-key', 'the key of the bundle is not trusted yet', {
        context: { fingerprint: looked.fingerprint },
      });
    }
    const taken = this.#options.protocols.take(owner, looked.documents, (db) => {
      if (isNew) this.#trust(db, looked);
    });
    this.#looked = null;
    return taken;
  }

  /** @throws AppError hanging/unknown, request/bad, disk/… */
  async export(
    { what, format, file }: ParsedRequest<'hanging.exportFile'>,
    { replace }: { readonly replace: boolean },
  ): Promise<Response<'hanging.exportFile'>> {
    const { protocols, commands, clock, personId, personName, key, storeDir, faults } = this.#options;
    const documents = what.map(({ source, id }) => protocols.document(source, id));
    const publicKey = (): Uint8Array => Buffer.from(key.current().publicKey, 'hex');
    const sign = (text: string): Uint8Array => Buffer.from(key.sign(text).signature, 'hex');
    const written = (): Uint8Array => {
      if (format === 'bundle') {
        return utf8(writeBundle(documents, { name: personName, publicKey: publicKey(), sign }));
      }
      const document = onlyOne(documents);
      if (format === 'json') return utf8(`${JSON.stringify(putBack(document), null, 2)}\n`);
      const at = clock.nowIso().replace(/\D/g, '').slice(0, 14);
      return buildHangingObject(document, { sopUid: newUid(), creator: personName, at });
    };
    const bytes = written();
    const detail = { format, protocols: documents.length };
    const record = (): void =>
      commands.run({ name: 'hanging.export', personId, subject: documents[0]?.id ?? '', detail }, () => undefined);
    await exportFiles(storeDir, [{ file, bytes }], { replace, record, faults });
    return { file, bytes: bytes.length };
  }

  async #look(bytes: Uint8Array): Promise<Looked> {
    if (isDicom(bytes)) {
      const { document, ignored } = protocolIn(await this.#options.readHanging(bytes));
      return { ...UNSIGNED, documents: [document], hash: sha256Hex(bytes), ignored: [...ignored] };
    }
    const json = jsonOf(bytes);
    return isBundle(json) ? this.#bundle(json) : this.#single(json, sha256Hex(bytes));
  }

  #bundle(json: unknown): Looked {
    const { protocols, signedBy, fingerprint, hash } = readBundle(json);
    const trust = this.#trustOf(fingerprint);
    return { documents: protocols, signedBy, fingerprint, hash, trust, ignored: notKnown(protocols) };
  }

  #single(json: unknown, hash: string): Looked {
    const read = HangingProtocol.safeParse(setAside(json));
    if (!read.success) throw badForm(read.error);
    return { ...UNSIGNED, documents: [read.data], hash, ignored: notKnown([read.data]) };
  }

  #trustOf(fingerprint: Fingerprint): ProtocolFilePreview['trust'] {
    const { index, key } = this.#options;
    const own = key.all().map(({ publicKey }) => fingerprintOf(Buffer.from(publicKey, 'hex')));
    if (own.includes(fingerprint)) return 'own';
    const known = 'SELECT fingerprint FROM hanging_key UNION SELECT fingerprint FROM profile_key';
    return index.prepare<[], string>(known).pluck().all().includes(fingerprint) ? 'trusted' : 'new';
  }

  #trust(db: Db, { fingerprint, signedBy }: Looked): void {
    const { clock, personId } = this.#options;
    db.prepare('INSERT OR IGNORE INTO hanging_key VALUES (?, ?, ?, ?)').run(
      ...[fingerprint, signedBy ?? '', clock.nowIso(), personId],
    );
  }
}

/** Rules of kinds that only a later version of the program knows. */
function notKnown(documents: readonly HangingProtocol[]): string[] {
  return documents.flatMap(({ name, foreign = [] }) =>
    foreign.map((rule) => `“${name}”: ${foreignWords(rule)} is ${foreignFate(rule)}. It is kept as it came.`),
  );
}

const UNSIGNED = { signedBy: null, fingerprint: null, trust: 'unsigned' } as const;

function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** Part 10: a preamble, then DICM. */
function isDicom(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(128, 132)).toString('latin1') === 'DICM';
}

function onlyOne(documents: readonly HangingProtocol[]): HangingProtocol {
  const [first, ...more] = documents;
  if (first !== undefined && more.length === 0) return first;
  throw new AppError('request/bad', 'a file of this format holds one protocol');
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch (error) {
    throw new AppError('hanging/bad-file', 'the file is neither JSON nor DICOM', { cause: error });
  }
}

/** Bounded before it is read. */
async function readBounded(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > LONGEST_FILE) throw new AppError('hanging/bad-file', 'the file is too long to hold hanging protocols');
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof AppError ? error : diskError(error);
  }
}
