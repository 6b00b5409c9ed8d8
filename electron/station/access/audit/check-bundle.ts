import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { auditKind } from '../../../../shared/audit/event-map.ts';
import { auditHash } from '../../kernel/audit.ts';
import { diskError } from '../../kernel/disk-error.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import { ChainFile, Manifest, MANIFEST, SIGNATURE } from './evidence.ts';
import { rootOf } from './merkle.ts';
import { sealFault } from './seal.ts';
import { isSignedBy, keyIdOf } from '../../kernel/ed25519.ts';
import { readZip } from './zip-read.ts';

export interface BundleVerdict {
  readonly ok: boolean;
  /** What does not hold, in words; empty when all does. */
  readonly problems: readonly string[];
  readonly reportId: string | null;
  readonly reportHash: string | null;
  readonly signer: string | null;
  readonly signedAt: string | null;
  readonly madeAt: string | null;
  /** Key of the station that made it: whoever trusts the bundle knows this id from elsewhere. */
  readonly keyId: string | null;
  readonly records: number;
  readonly seals: number;
}

type Files = ReadonlyMap<string, Buffer>;

const SignDetail = z.looseObject({ hash: z.string() });

/**
 * Checks an evidence bundle by itself: no store, no network.
 * @param trusted id of the key that must have made it; null: any, and the verdict names it
 * @throws AppError disk/… when the file cannot be read at all
 */
export async function checkBundle(file: string, trusted: string | null): Promise<BundleVerdict> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw diskError(error);
  }
  const files = await readZip(bytes);
  return files === null
    ? verdict(['the file is no bundle: it cannot be read as a zip'], {})
    : checkFiles(files, trusted);
}

function checkFiles(files: Files, trusted: string | null): BundleVerdict {
  const manifest = parsed(files.get(MANIFEST), Manifest);
  const chain = parsed(files.get('chain.json'), ChainFile);
  const document = parsed(files.get('document.json'), SignedDocument);
  if (manifest === null) return verdict(['the manifest is missing or no manifest'], {});
  const problems = [...fileProblems(files, manifest)];
  if (chain === null) problems.push('chain.json is missing or cannot be read');
  if (document === null) problems.push('document.json is missing or no signed document');
  if (trusted !== null && trusted !== manifest.keyId)
    problems.push('it was made by another station than the trusted one');
  if (chain !== null) {
    problems.push(...signatureProblems(files, manifest, chain), ...chainProblems(chain));
    problems.push(...reportProblems(files, manifest, chain, document));
  }
  return verdict(problems, {
    ...{ reportId: manifest.reportId, reportHash: manifest.reportHash },
    ...{ signer: document?.signer.name ?? null, signedAt: document?.at ?? null },
    ...{ madeAt: manifest.madeAt, keyId: manifest.keyId },
    ...{ records: chain?.records.length ?? 0, seals: chain?.seals.length ?? 0 },
  });
}

function* fileProblems(files: Files, manifest: Manifest): Generator<string> {
  const named = new Set([MANIFEST, SIGNATURE, ...manifest.files.map(({ name }) => name)]);
  for (const { name, sha256 } of manifest.files) {
    const bytes = files.get(name);
    if (bytes === undefined) yield `${name} is missing`;
    else if (sha256Hex(bytes) !== sha256) yield `${name} was changed`;
  }
  for (const name of files.keys()) if (!named.has(name)) yield `${name} was added`;
}

function* signatureProblems(files: Files, manifest: Manifest, { keys }: ChainFile): Generator<string> {
  const key = keys.find(({ keyId }) => keyId === manifest.keyId);
  if (key === undefined || keyIdOf(Buffer.from(key.publicKey, 'hex')) !== manifest.keyId) {
    yield 'the key of the manifest is missing';
    return;
  }
  const text = files.get(MANIFEST)?.toString('utf8') ?? '';
  const signature = files.get(SIGNATURE)?.toString('utf8') ?? '';
  if (!isSignedBy(key.publicKey, text, signature)) yield 'the signature of the manifest does not hold';
}

function* chainProblems({ keys, seals, records }: ChainFile): Generator<string> {
  const fault = sealFault(seals, new Map(keys.map(({ keyId, publicKey }) => [keyId, publicKey])));
  if (fault !== null) yield `seal ${fault.seal.no} does not hold (${fault.reason})`;
  for (const { row, seal: no, proof } of records) {
    const seal = seals.find((one) => one.no === no);
    const isUnder = seal !== undefined && row.seq >= seal.firstSeq && row.seq <= seal.lastSeq;
    if (auditHash(row) !== row.hash) yield `record ${row.seq} was changed`;
    else if (!isUnder || rootOf(row.hash, proof) !== seal.root) yield `record ${row.seq} is under no seal`;
    if (!auditKind(row.command).evidence) yield `record ${row.seq} does not belong into a bundle`;
  }
}

/** What was signed is what the trail says was signed. */
function* reportProblems(
  files: Files,
  manifest: Manifest,
  { records }: ChainFile,
  document: SignedDocument | null,
): Generator<string> {
  const bytes = files.get('document.json');
  if (bytes !== undefined && sha256Hex(bytes) !== manifest.reportHash)
    yield 'the document is not the one of the report';
  if (document !== null && document.reportId !== manifest.reportId) yield 'the document is of another report';
  const signing = records.find(({ row }) => row.command === 'report.sign' && row.subject === manifest.reportId);
  const detail = signing === undefined ? null : SignDetail.safeParse(JSON.parse(signing.row.detail));
  if (detail?.data?.hash !== manifest.reportHash) yield 'no record of the trail says that this was signed';
}

function verdict(problems: readonly string[], known: Partial<Omit<BundleVerdict, 'ok' | 'problems'>>): BundleVerdict {
  return {
    ok: problems.length === 0,
    problems,
    ...{ reportId: null, reportHash: null, signer: null, signedAt: null, madeAt: null, keyId: null },
    ...{ records: 0, seals: 0 },
    ...known,
  };
}

function parsed<T>(bytes: Buffer | undefined, shape: z.ZodType<T>): T | null {
  if (bytes === undefined) return null;
  try {
    return shape.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    // Not JSON at all is the same finding as JSON of another shape.
    return null;
  }
}
