import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { benchCache } from '../lib/folders.ts';

export type CodecName = 'jpeg-ls' | 'jpeg-2000' | 'htj2k';

const SOURCE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'native-codecs.cpp');
const PACKAGES = 'g++ libcharls-dev libopenjp2-7-dev libopenjph-dev';

/**
 * The peer's program, compiled into the cache once for each version of its source.
 * @throws Error that names the packages to install
 */
export function nativeCodecs(): string {
  const version = createHash('sha256').update(readFileSync(SOURCE)).digest('hex').slice(0, 12);
  const program = path.join(benchCache('native-codecs'), version);
  if (existsSync(program)) return program;
  const half = `${program}.${process.pid}`;
  const options = ['-O3', '-DNDEBUG', '-std=c++17', '-I/usr/include/openjpeg-2.5', SOURCE, '-o', half];
  const { status, stderr } = spawnSync('g++', [...options, '-lcharls', '-lopenjp2', '-lopenjph'], { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`the native codecs need: apt-get install ${PACKAGES} (${(stderr ?? '').split('\n')[0] ?? ''})`);
  }
  renameSync(half, program);
  return program;
}

/** Versions of the system's libraries. */
export function nativeVersions(): Readonly<Record<string, string>> {
  const names = { CharLS: 'libcharls2', OpenJPEG: 'libopenjp2-7', OpenJPH: 'libopenjph-dev' };
  const version = (name: string): string =>
    spawnSync('dpkg-query', ['-W', '-f=${Version}', name], { encoding: 'utf8' }).stdout || 'unknown';
  return Object.fromEntries(Object.entries(names).map(([label, name]) => [label, version(name)]));
}

/** Compresses raw 16-bit slices without loss; gives the file of code streams. */
export function encodeSlices(
  codec: CodecName,
  files: { readonly raw: string; readonly streams: string },
  shape: { readonly rows: number; readonly columns: number; readonly bits: number },
): void {
  const { rows, columns, bits } = shape;
  const words = ['encode', codec, files.raw, files.streams, String(rows), String(columns), String(bits)];
  const { status, stderr } = spawnSync(nativeCodecs(), words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${codec} could not be encoded: ${stderr}`);
}

/** Code streams of a file that `encodeSlices` wrote. */
export function readStreams(file: string): readonly Uint8Array[] {
  const bytes = new Uint8Array(readFileSync(file));
  const view = new DataView(bytes.buffer);
  const streams: Uint8Array[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = view.getUint32(at, true);
    streams.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return streams;
}

/** Two processes with half of the slices each, already in memory and warmed up. */
export class NativePeer {
  readonly #children: readonly ChildProcessByStdio<Writable, Readable, null>[];
  readonly #lines: readonly Interface[];

  /** @param raw where each process leaves what it decoded, by number, when it ends */
  constructor(codec: CodecName, streams: string, processes: number, raw: (process: number) => string) {
    this.#children = Array.from({ length: processes }, (_, index) =>
      spawn(nativeCodecs(), ['decode', codec, streams, String(index), String(processes), raw(index)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    this.#lines = this.#children.map((child) => createInterface({ input: child.stdout }));
  }

  /** Resolves when every process has read and warmed up. */
  async ready(): Promise<void> {
    await Promise.all(this.#lines.map((lines) => nextLine(lines)));
  }

  /** Seconds until all processes had decoded their slices. */
  async decodeAll(): Promise<number> {
    const begin = performance.now();
    const done = this.#lines.map((lines) => nextLine(lines));
    for (const child of this.#children) child.stdin.write('go\n');
    await Promise.all(done);
    return (performance.now() - begin) / 1000;
  }

  /** Ends the processes; what they decoded is written by then. */
  async end(): Promise<void> {
    const ended = this.#children.map(
      (child) =>
        new Promise<void>((resolve) => (child.exitCode === null ? child.once('exit', () => resolve()) : resolve())),
    );
    for (const child of this.#children) child.stdin.end();
    await Promise.all(ended);
  }
}

function nextLine(lines: Interface): Promise<string> {
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(new Error('a native decoder ended'));
    lines.once('close', gone);
    lines.once('line', (line) => {
      lines.off('close', gone);
      resolve(line);
    });
  });
}
