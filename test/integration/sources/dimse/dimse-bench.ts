import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { locateDataSet } from '../../../../electron/station/dicom/parse/locate.ts';
import { DimseLink } from '../../../../electron/station/sources/dimse/dimse-link.ts';
import { openDimse } from '../../../../electron/station/sources/dimse/dimse-source.ts';
import type { DimsePorts, DimseSource } from '../../../../electron/station/sources/dimse/dimse-source.ts';
import type { OutgoingObject } from '../../../../electron/station/sources/source.ts';
import { DimseSettings } from '../../../../shared/model/source-settings.ts';
import { realHost } from '../../import/import-fixture.ts';
import { listening } from '../../../helpers/listening.ts';

export const never = new AbortController().signal;

export function newLink(): DimseLink {
  return new DimseLink(realHost());
}

/** A source on loopback; what is not given is plain and quick. */
export function source(
  link: DimseLink,
  port: number,
  settings: Partial<Parameters<typeof DimseSettings.parse>[0] & object> = {},
  ports: Partial<DimsePorts> = {},
): DimseSource {
  const parsed = DimseSettings.parse({
    kind: 'dimse',
    name: 'Peer',
    site: 'Site',
    host: '127.0.0.1',
    port,
    calledAe: 'PEER',
    callingAe: 'NIGHTJAR',
    waits: { connectMs: 5000, answerMs: 20_000, idleMs: 20_000 },
    ...settings,
  });
  return openDimse(parsed, { secrets: {}, link, ...ports });
}

export async function all<T>(from: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const one of from) found.push(one);
  return found;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Bytes after group 2. */
export function dataSetOf(file: Uint8Array): Buffer {
  return Buffer.from(file.subarray(locateDataSet(file, new Set()).start));
}

/** A file of the test data as an object to send; what names it is read from its group 2. */
export function outgoing(file: string): OutgoingObject & { readonly file: Buffer } {
  const bytes = readFileSync(file);
  const located = locateDataSet(bytes, new Set());
  return {
    sopUid: located.mediaStorageSopInstance ?? '',
    sopClass: located.mediaStorageSopClass ?? '',
    studyUid: '',
    transferSyntax: located.transferSyntax,
    bytes: bytes.length,
    file: bytes,
    open: async function* () {
      for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
    },
  };
}

export interface Peer {
  readonly port: number;
  readonly dir: string;
  stop(): Promise<void>;
}

/** A program of DCMTK that listens, in a folder of its own; answers by the time this resolves. */
export async function startPeer(
  program: string,
  args: (port: number, dir: string) => readonly string[],
): Promise<Peer> {
  const dir = mkdtempSync(path.join(tmpdir(), 'nightjar-peer-'));
  const port = await freePort();
  const child = spawn(program, args(port, dir), {
    cwd: dir,
    stdio: 'ignore',
    env: { ...process.env, TCP_NODELAY: '1' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await listening(port, child);
  return {
    port,
    dir,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** dcmqrscp with one area, QRA, that it may also move to `receiverPort` (title NIGHTJAR_SCP). */
export function startQueryRetrieve(receiverPort: number): Promise<Peer> {
  return startPeer('dcmqrscp', (port, dir) => {
    mkdirSync(path.join(dir, 'A'));
    writeFileSync(
      path.join(dir, 'qr.cfg'),
      [
        `NetworkTCPPort = ${port}`,
        'MaxPDUSize = 131072',
        'MaxAssociations = 16',
        'HostTable BEGIN',
        `own = (NIGHTJAR_SCP, 127.0.0.1, ${receiverPort})`,
        'HostTable END',
        'VendorTable BEGIN',
        'VendorTable END',
        'AETable BEGIN',
        `QRA ${path.join(dir, 'A')} RW (500, 1024mb) ANY`,
        'AETable END',
        '',
      ].join('\n'),
    );
    return ['-c', path.join(dir, 'qr.cfg')];
  });
}

/** Runs a program to its end. @returns its exit code and what it said */
export function runPeer(
  program: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: { ...process.env, TCP_NODELAY: '1' } });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    child.once('close', (code) => resolve({ code, said }));
  });
}
