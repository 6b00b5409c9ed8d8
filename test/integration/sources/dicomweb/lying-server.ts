import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A server on loopback that answers as the test says, whatever that is. */
export interface LyingServer {
  readonly origin: string;
  readonly port: number;
  /** What was asked, oldest first. */
  readonly asked: readonly IncomingMessage[];
  /** How many connections were made. */
  connections(): number;
  /** From now on; what was asked and counted before is forgotten. */
  answerWith(listener: RequestListener): void;
  close(): Promise<void>;
}

export async function lyingServer(tls?: ServerOptions): Promise<LyingServer> {
  const asked: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let listener: RequestListener = (_, answer) => answer.writeHead(404).end();
  const heard = (request: IncomingMessage, answer: ServerResponse): void => {
    asked.push(request);
    listener(request, answer);
  };
  const server = tls === undefined ? createServer(heard) : createTlsServer(tls, heard);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A peer that was hung up on is what most of these tests are about.
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    asked,
    connections: () => connections,
    answerWith: (next) => {
      asked.length = 0;
      connections = 0;
      for (const socket of sockets) socket.destroy();
      listener = next;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A multipart answer of these objects, as a server of DICOMweb writes it. */
export function multipart(boundary: string, objects: readonly Uint8Array[], withLengths = true): Buffer {
  const parts = objects.flatMap((object) => {
    const length = withLengths ? `Content-Length: ${object.length}\r\n` : '';
    return [Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/dicom\r\n${length}\r\n`), object];
  });
  return Buffer.concat([...parts, Buffer.from(`\r\n--${boundary}--`)]);
}

export const MULTIPART = (boundary: string): string =>
  `multipart/related; type="application/dicom"; boundary=${boundary}`;

/** Answers with DICOM JSON. */
export function json(answer: ServerResponse, rows: unknown, headers: Readonly<Record<string, string>> = {}): void {
  answer.writeHead(200, { 'content-type': 'application/dicom+json', ...headers }).end(JSON.stringify(rows));
}

/** A row of QIDO-RS with nothing but its UID. */
export function row(tag: string, uid: string): Readonly<Record<string, unknown>> {
  return { [tag]: { vr: 'UI', Value: [uid] } };
}
