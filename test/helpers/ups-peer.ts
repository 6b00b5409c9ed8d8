import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

type Data = Record<string, { vr: string; Value?: unknown[] }>;
type State = 'SCHEDULED' | 'IN PROGRESS' | 'COMPLETED' | 'CANCELED';

export interface PeerTask {
  readonly uid: string;
  state: State;
  transaction: string | null;
  readonly data: Data;
}

/** What becomes of one request: lost on its way there, or its answer on the way back. */
export type Cut = 'before' | 'after' | null;

export interface UpsPeer {
  readonly url: string;
  readonly tasks: Map<string, PeerTask>;
  /** Method and path of each request, in order, as they were heeded or not. */
  readonly asked: string[];
  /** Changes of state that took place, "uid STATE". */
  readonly changes: string[];
  /** Who asked for an end, of whatever came so. */
  readonly cancelRequests: string[];
  cut: (request: string, n: number) => Cut;
  add(uid: string, accession: string, more?: Data): PeerTask;
  /** Whether it sends events (PS3.18, 11.7); else it answers that it knows no subscribers. */
  sendsEvents: boolean;
  /** "uid NAME" of each subscription that stands. */
  readonly subscribed: Set<string>;
  /** Ends every connection that events go over. */
  endEvents(): void;
  /** The RIS asks whoever has the task to give it up. */
  askBack(uid: string): void;
  /** Its own people end a task, whoever has it. */
  end(uid: string): void;
  /** The RIS itself takes a task away that nobody has begun: the request of table CC.1.1-2. */
  cancel(uid: string): void;
  close(): Promise<void>;
}

/**
 * A worklist by UPS-RS on loopback, strict about the state machine of PS3.4, table CC.1.1-2, and the final states of table CC.2.5-3. It is the
 * tests' own: the archive that the other tests run against has no worklist, and none with one can be had here.
 */
export async function upsPeer(): Promise<UpsPeer> {
  const tasks = new Map<string, PeerTask>();
  const sockets = new Set<Socket>();
  const listeners = new Map<string, Duplex>();
  /** To whoever subscribed to the task (PS3.4, table CC.2.4-1). */
  const tell = (uid: string, type: number, more: Data = {}): void => {
    for (const [name, socket] of listeners) {
      if (!peer.subscribed.has(`${uid} ${name}`)) continue;
      const event = { '00001000': { vr: 'UI', Value: [uid] }, '00001002': { vr: 'US', Value: [type] }, ...more };
      socket.write(textFrame(JSON.stringify(event)));
    }
  };
  const peer: Omit<UpsPeer, 'url' | 'close'> = {
    ...{ tasks, asked: [], changes: [], cancelRequests: [], cut: () => null },
    ...{ sendsEvents: false, subscribed: new Set<string>() },
    endEvents: () => {
      for (const socket of listeners.values()) socket.destroy();
    },
    askBack: (uid) => {
      // What no reader can make anything of comes first.
      for (const socket of listeners.values()) socket.write(textFrame('{"00001000":{}}no JSON'));
      tell(uid, 5);
      tell(uid, 2, { '00741238': { vr: 'LT', Value: ['somebody else reads it'] } });
    },
    end: (uid) => {
      const task = tasks.get(uid);
      if (task === undefined) return;
      to(peer, task, 'CANCELED');
      tell(uid, 1, { '00741000': { vr: 'CS', Value: ['CANCELED'] } });
    },
    add: (uid, accession, more = {}) => {
      const request = { vr: 'SQ', Value: [{ '00080050': { vr: 'SH', Value: [accession] } }] };
      const task: PeerTask = { uid, state: 'SCHEDULED', transaction: null, data: { '0040A370': request, ...more } };
      tasks.set(uid, task);
      return task;
    },
    cancel: (uid) => {
      const task = tasks.get(uid);
      if (task?.state === 'SCHEDULED') to(peer, task, 'CANCELED');
    },
  };
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const path = (request.url ?? '').replace(/^\/rs/, '');
      const line = `${request.method} ${path}`;
      peer.asked.push(line);
      const cut = peer.cut(line, peer.asked.length);
      if (cut === 'before') return void request.socket.destroy();
      const name = subscription(peer, request.method ?? '', path);
      // Where the connection is, only the site knows.
      if (name !== null) response.setHeader('content-location', `ws://127.0.0.1/rs/ws/${name}`);
      const [status, said, warning]: Answer =
        name === null ? heed(peer, request.method ?? '', path, body) : [name === '' ? 404 : 201, null];
      if (cut === 'after') return void request.socket.destroy();
      if (warning !== undefined) response.setHeader('warning', `299 ups: ${warning}`);
      response.writeHead(status, { 'content-type': 'application/dicom+json' });
      return response.end(said === null ? '' : JSON.stringify(said));
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    const name = /^\/rs\/ws\/(\w+)$/.exec(request.url ?? '')?.[1];
    const key = request.headers['sec-websocket-key'];
    if (name === undefined || key === undefined) return void socket.destroy();
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    listeners.set(name, socket);
    socket.on('error', () => undefined);
    socket.on('data', () => socket.end());
    socket.on('close', () => listeners.delete(name));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(peer, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rs`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

/** Null: it is about something else; '': nobody is to be told of events here. */
function subscription(peer: Omit<UpsPeer, 'url' | 'close'>, method: string, path: string): string | null {
  const [, uid, name] = /^\/workitems\/([^/]+)\/subscribers\/(\w{1,16})$/.exec(path) ?? [];
  if (uid === undefined || name === undefined) return null;
  if (!peer.sendsEvents || !peer.tasks.has(uid)) return '';
  if (method === 'DELETE') peer.subscribed.delete(`${uid} ${name}`);
  else peer.subscribed.add(`${uid} ${name}`);
  return name;
}

/** From a server: in one piece, not masked (RFC 6455, 5.2). */
function textFrame(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const head =
    bytes.length < 126
      ? Buffer.from([0x81, bytes.length])
      : Buffer.from([0x81, 126, bytes.length >> 8, bytes.length & 255]);
  return Buffer.concat([head, bytes]);
}

type Answer = readonly [number, unknown, string?];

function heed(peer: Omit<UpsPeer, 'url' | 'close'>, method: string, path: string, body: string): Answer {
  const [way = '', query = ''] = path.split('?');
  const [, collection, uid, act] = way.split('/');
  if (collection !== 'workitems') return [404, null];
  if (uid === undefined) return search(peer, query);
  const task = peer.tasks.get(uid);
  if (task === undefined) return [404, null];
  if (method === 'GET') return [200, [shown(task)]];
  const [data = {}] = body === '' ? [] : (JSON.parse(body) as Data[]);
  if (act === 'cancelrequest') return cancelRequest(peer, task, data);
  if (act === 'state') return change(peer, task, data);
  if (task.state !== 'IN PROGRESS') return [409, null, INCONSISTENT];
  if (decodeURIComponent(query) !== task.transaction) return [409, null, WRONG];
  const { '00081195': _, ...rest } = data;
  Object.assign(task.data, rest);
  return [200, null];
}

const WRONG = 'The Transaction UID is incorrect.';
const INCONSISTENT = 'The submitted request is inconsistent with the state of the UPS Instance.';

function change(peer: Omit<UpsPeer, 'url' | 'close'>, task: PeerTask, data: Data): Answer {
  const wanted = data['00741000']?.Value?.[0] as State | undefined;
  const transaction = data['00081195']?.Value?.[0] as string | undefined;
  if (transaction === undefined || wanted === undefined) return [400, null, 'The Transaction UID is missing.'];
  if (wanted === 'SCHEDULED') return [400, null, INCONSISTENT];
  if (wanted === 'IN PROGRESS') {
    if (task.state !== 'SCHEDULED') return [409, null, transaction === task.transaction ? INCONSISTENT : WRONG];
    task.transaction = transaction;
    return to(peer, task, wanted);
  }
  if (transaction !== task.transaction) return [409, null, WRONG];
  if (task.state === wanted) return [200, null, `The UPS is already in the requested state of ${wanted}.`];
  if (task.state !== 'IN PROGRESS' || !isFinal(task.data, wanted)) return [409, null, INCONSISTENT];
  return to(peer, task, wanted);
}

function cancelRequest(peer: Omit<UpsPeer, 'url' | 'close'>, task: PeerTask, data: Data): Answer {
  peer.cancelRequests.push(`${task.uid} ${String(data['00741238']?.Value?.[0])}`);
  if (task.state === 'COMPLETED') return [409, null, 'The UPS is already COMPLETED.'];
  if (task.state === 'SCHEDULED') to(peer, task, 'CANCELED');
  return [202, null];
}

function to(peer: Pick<UpsPeer, 'changes'>, task: PeerTask, state: State): Answer {
  task.state = state;
  peer.changes.push(`${task.uid} ${state}`);
  return [200, null];
}

/** What has to have a value before a final state. */
function isFinal(data: Data, state: State): boolean {
  if (state === 'CANCELED') {
    const [progress] = items(data['00741002']);
    return has(progress, '00404052') && items(progress?.['0074100E']).length > 0;
  }
  const [performed] = items(data['00741216']);
  const [who] = items(performed?.['00404035']);
  return (
    has(performed, '00404050') &&
    has(performed, '00404051') &&
    items(performed?.['00404028']).length > 0 &&
    items(performed?.['00404019']).length > 0 &&
    performed?.['00404033'] !== undefined &&
    has(who, '00404037')
  );
}

function has(data: Data | undefined, tag: string): boolean {
  return (data?.[tag]?.Value ?? []).length > 0;
}

function items(attribute: Data[string] | undefined): readonly Data[] {
  return (attribute?.Value ?? []) as readonly Data[];
}

/** By a number of the request; whoever offers an offset wants no more than there is. */
function search(peer: Pick<UpsPeer, 'tasks'>, query: string): Answer {
  const asked = new URLSearchParams(query);
  const accession = asked.get('0040A370.00080050');
  const found = [...peer.tasks.values()].filter(
    ({ data }) => accession === null || items(data['0040A370'])[0]?.['00080050']?.Value?.[0] === accession,
  );
  const page = found.slice(Number(asked.get('offset') ?? 0));
  return page.length === 0 ? [204, null] : [200, page.map(shown)];
}

/** Never with its transaction: that is its owner's alone. */
function shown({ uid, state, data }: PeerTask): Data {
  return { '00080018': { vr: 'UI', Value: [uid] }, '00741000': { vr: 'CS', Value: [state] }, ...data };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
