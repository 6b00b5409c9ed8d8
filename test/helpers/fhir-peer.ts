import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { z } from 'zod';

const Transaction = z.object({
  type: z.literal('transaction'),
  entry: z.array(z.object({ resource: z.unknown(), request: z.object({ ifNoneExist: z.string() }) })),
});

export interface FhirPeer {
  readonly url: string;
  readonly port: number;
  /** What was made, by the condition under which it was: the bytes of each that came whole. */
  readonly kept: ReadonlyMap<string, readonly Buffer[]>;
  close(): Promise<void>;
}

/**
 * A FHIR server on loopback that takes a report by conditional create and answers a search by identifier. It remembers whatever came.
 * @param honours false: it makes another one for each that comes
 * @param says false: its capability statement does not say that it does
 * @param answerMs until it answers
 * @param transactions it takes transactions of conditional creates, and says so; refused: it says so and understands none
 */
export async function fhirPeer({
  honours = true,
  says = true,
  answerMs = 0,
  transactions = 'none' as 'none' | 'taken' | 'refused',
} = {}): Promise<FhirPeer> {
  const kept = new Map<string, Buffer[]>();
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url?.endsWith('/metadata') === true) {
        const interaction = transactions === 'none' ? {} : { interaction: [{ code: 'transaction' }] };
        const resource = [{ type: 'DiagnosticReport', conditionalCreate: says && honours }];
        response.setHeader('content-type', 'application/fhir+json');
        return response.end(
          JSON.stringify({ resourceType: 'CapabilityStatement', rest: [{ mode: 'server', resource, ...interaction }] }),
        );
      }
      if (request.method === 'GET') {
        const asked = new URL(request.url ?? '', 'http://peer').search.slice(1).split('&')[0] ?? '';
        const value = decodeURIComponent(asked).split('|')[1];
        const entry = (kept.get(asked) ?? []).map(() => ({ resource: { identifier: [{ value }] } }));
        response.setHeader('content-type', 'application/fhir+json');
        return response.end(JSON.stringify({ resourceType: 'Bundle', type: 'searchset', entry }));
      }
      if (request.url === '/fhir') {
        const { entry } = Transaction.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        if (transactions === 'refused') return response.writeHead(422).end();
        const answered = entry.map(({ resource, request: { ifNoneExist } }) => {
          const isThere = kept.has(ifNoneExist);
          if (!isThere) kept.set(ifNoneExist, [Buffer.from(JSON.stringify(resource))]);
          return { response: { status: isThere ? '200' : '201' } };
        });
        response.setHeader('content-type', 'application/fhir+json');
        return response.end(JSON.stringify({ resourceType: 'Bundle', type: 'transaction-response', entry: answered }));
      }
      const condition = String(request.headers['if-none-exist']);
      const there = kept.get(condition) ?? [];
      const isNew = there.length === 0 || !honours;
      if (isNew) kept.set(condition, [...there, Buffer.concat(chunks)]);
      return setTimeout(() => response.writeHead(isNew ? 201 : 200).end(), answerMs);
    });
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}/fhir`, port, kept },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
