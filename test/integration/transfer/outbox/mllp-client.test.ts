import { afterEach, describe, expect, it } from 'vitest';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import { MllpClient, MllpError } from '../../../../electron/station/transfer/outbox/mllp-client.ts';
import { accept, ackFrame, scriptedMllp } from './scripted-mllp.ts';
import type { MllpTurn, ScriptedMllp } from './scripted-mllp.ts';

const never = new AbortController().signal;
const open: { stop(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

async function line(turn: MllpTurn, answerMs = 2000): Promise<{ server: ScriptedMllp; client: MllpClient }> {
  const server = await scriptedMllp(turn);
  const client = new MllpClient({ host: '127.0.0.1', port: server.port, tls: null, connectMs: 2000, answerMs });
  open.push({ stop: () => client.close() }, server);
  return { server, client };
}

const message = (id: string): Uint8Array => Buffer.from(`MSH|^~\\&|NIGHTJAR||||2026||ORU^R01|${id}|P|2.5.1\r`, 'utf8');
const send = (client: MllpClient, id: string): ReturnType<MllpClient['send']> => client.send(message(id), id, never);

async function failure(sent: Promise<unknown>): Promise<readonly [string, boolean | null]> {
  const error = await sent.then(
    () => new Error('it was answered'),
    (thrown: unknown) => thrown,
  );
  return [asAppError(error).code, error instanceof MllpError ? error.gaveBytes : null];
}

describe('a line to an HL7 receiver', () => {
  it('is kept between messages, and gives each its own answer', async () => {
    const { server, client } = await line(accept);
    const acks = await Promise.all(['A', 'B', 'C'].map((id) => send(client, id)));
    expect(acks.map(({ code, controlId }) => [code, controlId])).toEqual([
      ['AA', 'A'],
      ['AA', 'B'],
      ['AA', 'C'],
    ]);
    expect(server.connections).toBe(1);
  });

  it('takes the answer that names its message, in pieces, and no other one', async () => {
    const { client } = await line(({ socket, controlId, answer }) => {
      answer('AA', 'SOMEONE');
      for (const byte of ackFrame('AE', controlId)) socket.write(Buffer.from([byte]));
    });
    expect(await send(client, 'A')).toMatchObject({ code: 'AE', controlId: 'A', text: 'said by the receiver' });
  });

  it('waits for the application behind whoever took the message in', async () => {
    const both: MllpTurn = ({ answer }) => {
      answer('CA');
      setImmediate(() => answer('AR'));
    };
    expect((await send((await line(both)).client, 'A')).code).toBe('AR');
    expect((await send((await line(({ answer }) => answer('CA'), 100)).client, 'A')).code).toBe('CA');
    expect((await send((await line(({ answer }) => answer('CE'))).client, 'A')).code).toBe('CE');
  });

  it('says whether bytes were given when there is no answer', async () => {
    const cut = await line(({ socket }) => socket.destroy());
    expect(await failure(send(cut.client, 'A'))).toEqual(['source/unreachable', true]);
    const silent = await line(() => undefined, 60);
    expect(await failure(send(silent.client, 'A'))).toEqual(['source/timed-out', true]);
    const other = await line(({ answer }) => answer('AA', 'B'), 60);
    expect(await failure(send(other.client, 'A'))).toEqual(['source/timed-out', true]);
    const page = await line(({ socket }) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect((await failure(send(page.client, 'A')))[1]).toBe(true);
    const gone = await line(accept);
    await gone.server.stop();
    expect(await failure(send(gone.client, 'A'))).toEqual(['source/unreachable', false]);
  });

  it('never takes a late answer for another message', async () => {
    const late: (() => void)[] = [];
    const { server, client } = await line(({ answer }) => late.push(() => answer('AA')), 60);
    expect((await failure(send(client, 'A')))[0]).toBe('source/timed-out');
    server.turn = ({ answer }) => {
      for (const one of late) one();
      answer('AE');
    };
    expect(await send(client, 'B')).toMatchObject({ code: 'AE', controlId: 'B' });
    expect(server.connections).toBe(2);
  });

  it('bounds what a receiver may say', async () => {
    const endless = await line(({ socket }) => socket.write(Buffer.alloc(200_000, 0x0b + 1)));
    expect((await failure(send(endless.client, 'A')))[0]).toBe('source/wrong-answer');
    const long = await line(({ socket }) =>
      socket.write(Buffer.concat([Buffer.from([0x0b]), Buffer.alloc(100_000, 65)])),
    );
    expect((await failure(send(long.client, 'A')))[0]).toBe('source/wrong-answer');
    const others = await line(({ answer }) => {
      for (let turn = 0; turn < 50; turn += 1) answer('AA', `X${turn}`);
    });
    expect((await failure(send(others.client, 'A')))[0]).toBe('source/wrong-answer');
  });

  it('ends at once when it is stopped', async () => {
    const stop = new AbortController();
    const { client } = await line(() => stop.abort(), 60_000);
    const sent = client.send(message('A'), 'A', stop.signal);
    expect(await failure(sent)).toEqual(['request/cancelled', true]);
  });
});
