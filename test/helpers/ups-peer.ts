import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

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
  const peer: Omit<UpsPeer, 'url' | 'close'> = {
    ...{ tasks, asked: [], changes: [], cancelRequests: [], cut: () => null },
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
      const [status, said, warning] = heed(peer, request.method ?? '', path, body);
      if (cut === 'after') return void request.socket.destroy();
      if (warning !== undefined) response.setHeader('warning', `299 ups: ${warning}`);
      response.writeHead(status, { 'content-type': 'application/dicom+json' });
      return response.end(said === null ? '' : JSON.stringify(said));
    });
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
