import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { inLanes } from '../../../scripts/lib/lanes.mjs';
import { scratch } from './folders.ts';

const START_MS = 20_000;
const DICOMWEB = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';

export interface Orthanc {
  readonly url: string;
  readonly version: string;
  readonly dicomPort: number;
  readonly folder: string;
  /** Stores files through REST over kept-alive connections. */
  post(files: readonly string[], lanes: number): Promise<void>;
  /** The same with files that are made one by one on the way. */
  postMade(files: readonly (() => Uint8Array)[], lanes: number): Promise<void>;
  get(path: string): Promise<unknown>;
  stop(): Promise<void>;
}

export interface OrthancOptions {
  /** Every file is synced before its answer, as ours are. */
  readonly durable: boolean;
  /** The folder that it keeps its files and its index in, which stays after it; one of its own that goes when absent. */
  readonly storage?: string;
  /** Where it listens, so that it can be stopped and started again; free ports when absent. */
  readonly ports?: { readonly http: number; readonly dicom: number };
  /** Who may speak HTTP to it; everybody when absent. */
  readonly user?: { readonly name: string; readonly password: string };
  /** Further settings of its own, by their names there. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * Orthanc on loopback in a temporary folder, at its best setting: no delay in its sockets, large buffers, no log, threads
 * for every connection.
 */
export async function startOrthanc(options: OrthancOptions): Promise<Orthanc> {
  const { dir, remove } = scratch('orthanc');
  const [httpPort, dicomPort] = [options.ports?.http ?? (await freePort()), options.ports?.dicom ?? (await freePort())];
  const storage = options.storage ?? path.join(dir, 'db');
  const settings = {
    Name: 'bench',
    StorageDirectory: storage,
    IndexDirectory: storage,
    HttpPort: httpPort,
    DicomPort: dicomPort,
    DicomAet: 'ORTHANC',
    RemoteAccessAllowed: false,
    AuthenticationEnabled: options.user !== undefined,
    RegisteredUsers: options.user === undefined ? {} : { [options.user.name]: options.user.password },
    DicomAlwaysAllowStore: true,
    DicomCheckCalledAet: false,
    KeepAlive: true,
    TcpNoDelay: true,
    SyncStorageArea: options.durable,
    HttpThreadsCount: 50,
    Plugins: existsSync(DICOMWEB) ? [DICOMWEB] : [],
    DicomWeb: { Enable: true, Root: '/dicom-web/' },
    ...options.settings,
  };
  const file = path.join(dir, 'orthanc.json');
  writeFileSync(file, JSON.stringify(settings));
  const server = spawn('Orthanc', [file], {
    cwd: dir,
    stdio: 'ignore',
    env: { ...process.env, TCP_NODELAY: '1', TCP_BUFFER_LENGTH: '262144' },
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  const who = options.user === undefined ? '' : `${options.user.name}:${options.user.password}@`;
  const url = `http://${who}127.0.0.1:${httpPort}`;
  const get = async (from: string): Promise<unknown> => JSON.parse(String(await request(agent, `${url}${from}`, null)));
  const stop = async (): Promise<void> => {
    agent.destroy();
    // Its leave takes three seconds: taken only where its files stay after it.
    server.kill(options.storage === undefined ? 'SIGKILL' : 'SIGTERM');
    await ended;
    remove();
  };
  const begin = Date.now();
  while (!(await get('/system').catch(() => null))) {
    if (Date.now() - begin > START_MS || server.exitCode !== null) {
      await stop();
      throw new Error('Orthanc did not start');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const postMade = async (files: readonly (() => Uint8Array)[], lanes: number): Promise<void> => {
    await inLanes(
      files.map((make) => () => request(agent, `${url}/instances`, make())),
      lanes,
    );
  };
  const post = (files: readonly string[], lanes: number): Promise<void> =>
    postMade(
      files.map((file) => () => readFileSync(file)),
      lanes,
    );
  return { url, version: orthancVersion(), dicomPort, folder: dir, post, postMade, get, stop };
}

export function orthancVersion(): string {
  return spawnSync('Orthanc', ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0]?.trim() ?? 'unknown';
}

function request(agent: http.Agent, url: string, body: Uint8Array | null): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const sent = http.request(url, { agent, method: body ? 'POST' : 'GET' }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(Buffer.concat(chunks));
        else reject(new Error(`Orthanc answered ${answer.statusCode} to ${new URL(url).pathname}`));
      });
    });
    sent.once('error', reject);
    sent.end(body ?? undefined);
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
