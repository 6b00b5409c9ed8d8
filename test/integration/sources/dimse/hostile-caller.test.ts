import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { residentBytes } from '../../../../electron/station/dicom/decode/resident-memory.ts';
import { MoveExpectations } from '../../../../electron/station/sources/dimse/move-expectations.ts';
import { Receiver } from '../../../../electron/station/sources/dimse/receiver.ts';
import { encodeCommand } from '../../../../electron/station/sources/dimse/wire/command-set.ts';
import { encodeData, encodeRequest, PDU } from '../../../../electron/station/sources/dimse/wire/pdu.ts';
import { never, newLink, source } from './dimse-bench.ts';
import { Received } from './received.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const PEERS = [
  { name: 'Modality', address: '127.0.0.1', aeTitle: 'MODALITY', maxAssociations: 4 },
  { name: 'Elsewhere', address: '192.0.2.1', aeTitle: 'ELSEWHERE', maxAssociations: 4 },
];

/** What a hostile peer is left with when its connection ended. */
interface Ended {
  readonly bytes: Buffer;
}

describe('F31: a hostile peer at our own port', () => {
  const link = newLink();
  const clientLink = newLink();
  const sink = new Received();
  const turnedAway: string[] = [];
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await Receiver.open(
      {
        host: '127.0.0.1',
        port: 0,
        aeTitle: 'NIGHTJAR_SCP',
        peers: PEERS,
        maxConnections: 16,
        requestMs: 700,
        idleMs: 700,
        maxObjectBytes: 1_000_000,
      },
      { link, sink, moves: new MoveExpectations(), events: { turnedAway: ({ why }) => turnedAway.push(why) } },
    );
  });

  afterAll(async () => {
    await receiver.close();
    await Promise.all([link.close(), clientLink.close()]);
  });

  const request = (calling = 'MODALITY', called = 'NIGHTJAR_SCP'): Buffer =>
    encodeRequest({
      called,
      calling,
      maxPdu: 16_384,
      implementation: { uid: '1.2.3', name: 'HOSTILE' },
      roles: [],
      contexts: [{ id: 1, abstractSyntax: CT, transferSyntaxes: ['1.2.840.10008.1.2.1'] }],
      identity: null,
    });

  /** Sends some bytes and waits until the other side ends the connection. */
  function say(...parts: readonly Uint8Array[]): Promise<Ended> {
    return new Promise((resolve) => {
      const heard: Buffer[] = [];
      const socket = net.connect({ host: '127.0.0.1', port: receiver.port ?? 0 });
      socket.on('data', (chunk: Buffer) => heard.push(chunk));
      socket.on('error', () => undefined);
      socket.once('close', () => resolve({ bytes: Buffer.concat(heard) }));
      socket.once('connect', () => parts.forEach((part) => socket.write(part)));
    });
  }

  const memory = async (): Promise<number> => (await residentBytes((await link.pid()) ?? 0)) ?? 0;

  /** Somebody who keeps to the rules is served as ever. */
  const serves = (): Promise<void> =>
    source(clientLink, receiver.port ?? 0, { calledAe: 'NIGHTJAR_SCP', callingAe: 'MODALITY' }).probe(never);

  it('lets a flood of connections go by, and stays as small as it was', async () => {
    await serves();
    const before = await memory();
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(Array.from({ length: 60 }, () => say(randomBytes(10))));
    }
    expect((await memory()) - before).toBeLessThan(60_000_000);
    await serves();
  });

  it('ends connections that say nothing, and associations that are left open', async () => {
    const silent = Array.from({ length: 2 }, () => say());
    const leaked = Array.from({ length: 2 }, () => say(request()));
    const ends = await Promise.all([...silent, ...leaked]);
    expect(ends.slice(2).map(({ bytes }) => bytes[0])).toEqual([PDU.associateAccept, PDU.associateAccept]);
    await serves();
  });

  it('gives a peer no more associations than it may have, and says that it is for now', async () => {
    const ends = await Promise.all(Array.from({ length: 7 }, () => say(request())));
    const answers = ends.map(({ bytes }) => bytes[0]);
    expect(answers.filter((type) => type === PDU.associateAccept)).toHaveLength(4);
    const rejected = ends.filter(({ bytes }) => bytes[0] === PDU.associateReject);
    expect(rejected.map(({ bytes }) => [...bytes.subarray(7, 10)])).toContainEqual([2, 3, 2]);
    expect(turnedAway).toContain('too-many');
    await serves();
  });

  it('does not know a title that is listed for another address', async () => {
    const { bytes } = await say(request('ELSEWHERE'));
    expect([...bytes.subarray(0, 1), ...bytes.subarray(7, 10)]).toEqual([PDU.associateReject, 1, 1, 3]);
  });

  it('ends a PDU that has no end, or is longer than was agreed on', async () => {
    const before = await memory();
    const endless = Buffer.from([PDU.associateRequest, 0, 0xff, 0xff, 0xff, 0xff]);
    const data = Buffer.from([PDU.data, 0, 0x7f, 0xff, 0xff, 0xff]);
    const longFragment = Buffer.from([PDU.data, 0, 0, 0, 0, 10, 0xff, 0xff, 0xff, 0xff, 1, 3, 0, 0, 0, 0]);
    const ends = await Promise.all([
      say(endless, Buffer.alloc(1_000_000)),
      say(request(), data, Buffer.alloc(1_000_000)),
      say(request(), longFragment),
      say(Buffer.from([99, 0, 0, 0, 0, 4, 0, 0, 0, 0])),
    ]);
    expect(ends.map(({ bytes }) => bytes.subarray(-10)[0])).toEqual([PDU.abort, PDU.abort, PDU.abort, PDU.abort]);
    expect((await memory()) - before).toBeLessThan(60_000_000);
    await serves();
  });

  it('ends a command that has no end, and an object that is larger than it takes', async () => {
    const piece = encodeData(1, true, false, Buffer.alloc(16_000));
    await say(request(), ...Array.from({ length: 8 }, () => piece));
    const store = encodeCommand({ field: 1, messageId: 1, affectedClass: CT, affectedInstance: '1.2', hasData: true });
    const data = encodeData(1, false, false, Buffer.alloc(100_000));
    await say(request(), encodeData(1, true, true, store), ...Array.from({ length: 20 }, () => data));
    await expect.poll(() => sink.aborted, { timeout: 30_000 }).toContain('source/quota');
    expect(sink.files.size).toBe(0);
    await serves();
  });

  it('outlives whatever follows an association', async () => {
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let round = 0; round < 5; round += 1) {
          const noise = randomBytes(2000);
          noise[0] = PDU.data;
          noise.writeUInt32BE(1000, 2);
          noise.writeUInt32BE(500, 6);
          await say(request(), noise);
        }
      }),
    );
    await serves();
  });

  it('cuts off whoever is not listed before a byte is read', async () => {
    const own = newLink();
    const alone = await Receiver.open(
      { host: '127.0.0.1', port: 0, aeTitle: 'NIGHTJAR_SCP', peers: PEERS.slice(1) },
      { link: own, sink, moves: new MoveExpectations(), events: { turnedAway: ({ why }) => turnedAway.push(why) } },
    );
    turnedAway.length = 0;
    const bytes = await new Promise<number>((resolve) => {
      let heard = 0;
      const socket = net.connect({ host: '127.0.0.1', port: alone.port ?? 0 }, () => socket.write(request()));
      socket.on('data', (chunk: Buffer) => (heard += chunk.length));
      socket.on('error', () => undefined);
      socket.once('close', () => resolve(heard));
    });
    expect(bytes).toBe(0);
    await expect.poll(() => turnedAway, { timeout: 30_000 }).toEqual(['address']);
    await alone.close();
    await own.close();
  });

  it('listens again at the same port after its process was killed', async () => {
    const { port } = receiver;
    const pid = (await link.pid()) ?? 0;
    process.kill(pid, 'SIGKILL');
    await expect.poll(async () => (await link.pid()) !== pid, { timeout: 30_000 }).toBe(true);
    await expect
      .poll(
        () =>
          serves().then(
            () => true,
            () => false,
          ),
        { timeout: 30_000, interval: 200 },
      )
      .toBe(true);
    expect(receiver.port).toBe(port);
  });

  it('says at once when the port cannot be had', async () => {
    await expect(
      Receiver.open(
        { host: '127.0.0.1', port: receiver.port ?? 0, aeTitle: 'NIGHTJAR_SCP', peers: PEERS },
        { link, sink, moves: new MoveExpectations() },
      ),
    ).rejects.toMatchObject({ code: 'source/refused' });
  });
});
