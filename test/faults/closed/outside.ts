import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of this machine that nothing may reach. */
export interface Outside {
  /** "http://127.0.0.1:40001" */
  readonly url: string;
  /** Requests that came: there must be none. */
  readonly reached: readonly string[];
  close(): void;
}

export async function openOutside(): Promise<Outside> {
  const reached: string[] = [];
  const server = createServer((request, answer) => {
    reached.push(request.url ?? '');
    answer.end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, reached, close: () => server.close() };
}
