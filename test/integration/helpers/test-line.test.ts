import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestLine } from '../../helpers/test-line.ts';
import type { LineFault, TestLine, TestLineOptions } from '../../helpers/test-line.ts';

const SAID = Buffer.from('0123456789'.repeat(20));

/** What the tests of cuts stand on: a line that does what it is told, to the byte. */
describe('a line of the tests', () => {
  let server: net.Server;
  let heard: Buffer;
  let line: TestLine | null = null;

  beforeAll(async () => {
    // Says back what it hears.
    server = net.createServer({ allowHalfOpen: false }, (socket) => {
      heard = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        heard = Buffer.concat([heard, chunk]);
        socket.write(chunk);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  /** Says all of it over a line, and hears until it ends or nothing more can come. */
  async function over(fault: LineFault | null, more: Partial<TestLineOptions> = {}): Promise<Buffer> {
    await line?.close();
    line = await openTestLine({ to: { host: '127.0.0.1', port: (server.address() as AddressInfo).port }, ...more });
    line.arm(fault);
    const socket = net.connect({ host: '127.0.0.1', port: line.port });
    socket.on('error', () => undefined);
    const ended = new Promise((resolve) => socket.once('close', resolve));
    let back = Buffer.alloc(0);
    socket.on('data', (chunk) => (back = Buffer.concat([back, chunk])));
    for (let at = 0; at < SAID.length; at += 20) socket.write(SAID.subarray(at, at + 20));
    if (fault?.how === 'fin' || fault?.how === 'rst') await ended;
    else if (fault === null) await expect.poll(() => back.length, { timeout: 30_000 }).toBe(SAID.length);
    else await expect.poll(() => line?.happened, { timeout: 30_000 }).toBe(true);
    if (fault?.how === 'stall') {
      expect(back.length).toBeLessThan(SAID.length);
      line.mend();
      await expect.poll(() => back.length, { timeout: 30_000 }).toBe(SAID.length);
    }
    socket.destroy();
    return back;
  }

  it('carries everything, in order, also where it is far and unsteady', async () => {
    expect(await over(null)).toEqual(SAID);
    expect(await over(null, { roundTripMs: 20, jitterMs: 20, bytesPerSecond: 20_000 })).toEqual(SAID);
    expect(line?.passed('there')).toEqual(SAID);
    await line?.close();
  });

  it.each(['fin', 'rst', 'silent'] as const)('lets so many bytes pass and no more, then: %s', async (how) => {
    for (const after of [0, 1, 20, 21, 199, 200]) {
      await over({ way: 'there', after, how });
      expect([after, line?.happened, line?.passed('there').length]).toEqual([after, true, after]);
      // A reset may overtake the last of it.
      if (how === 'rst') expect(heard.length).toBeLessThanOrEqual(after);
      else await expect.poll(() => heard.length, { timeout: 30_000 }).toBe(after);
      const back = await over({ way: 'back', after, how });
      expect([after, line?.passed('back')]).toEqual([after, SAID.subarray(0, after)]);
      if (how === 'fin') expect(back).toEqual(SAID.subarray(0, after));
    }
    await line?.close();
  });

  it('stands still, and goes on with every byte when it is mended', async () => {
    for (const after of [1, 20, 33]) {
      expect(await over({ way: 'there', after, how: 'stall' })).toEqual(SAID);
      expect(await over({ way: 'back', after, how: 'stall' })).toEqual(SAID);
    }
    await line?.close();
  });
});
