import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import type { OrderIntake } from '../../../electron/station/worklist/imaging-orders/order-intake.ts';
import { frameMessage } from '../../../shared/hl7/framing.ts';
import { OrderFeeds } from '../../../shared/model/order-feeds.ts';
import { orderMessage } from '../../helpers/imaging-orders.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { ownAuthority } from '../access/helpers/own-authority.ts';
import { intakeOver, listening, openIndex, senderTo } from './order-bench.ts';
import type { Sender } from './order-bench.ts';

const MAX_BYTES = 8192;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const framed = (text: string): Uint8Array => frameMessage(bytesOf(text));

let dir = '';
let db: Db;
let port = 0;
let intake: OrderIntake;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'nightjar-orders-'));
  db = openIndex(dir);
  intake = intakeOver(db, { maxBytes: MAX_BYTES, messageMs: 300, maxOfPeer: 2 });
  const [state] = await intake.set(listening());
  port = state?.port ?? 0;
});

afterAll(async () => {
  await intake.close();
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const sender = (): Promise<Sender> => senderTo(port);
const orders = (): number => db.prepare<[], number>('SELECT count(*) FROM imaging_order').pluck().get() ?? -1;
const known = (placer: string): number =>
  db.prepare<[string], number>('SELECT count(*) FROM imaging_order WHERE placer = ?').pluck().get(placer) ?? -1;

describe('the port for orders', () => {
  it('answers each message of a stream that is split and merged, once and in order', async () => {
    const { send, answers, socket } = await sender();
    const stream = [1, 2, 3, 4, 5].map((at) => framed(orderMessage({ controlId: `S${at}`, placer: `SPLIT${at}` })));
    const whole = Uint8Array.from(stream.flatMap((one) => [...one]));
    for (let at = 0; at < whole.length; at += 97) send(whole.subarray(at, at + 97));
    const acks = await answers(5);
    expect(acks.map(({ code, controlId }) => `${code} ${controlId}`)).toEqual([
      'AA S1',
      'AA S2',
      'AA S3',
      'AA S4',
      'AA S5',
    ]);
    for (const at of [1, 2, 3, 4, 5]) expect(known(`SPLIT${at}`)).toBe(1);
    socket.destroy();
  });

  it('has the order on the disk before it accepts it', async () => {
    const { send, socket } = await sender();
    const seen: number[] = [];
    socket.on('data', () => seen.push(known('DURABLE')));
    send(framed(orderMessage({ controlId: 'D1', placer: 'DURABLE' })));
    await once(socket, 'data');
    expect(seen).toEqual([1]);
    socket.destroy();
  });

  it('takes a message that is sent again after its answer was lost, and keeps one order', async () => {
    const message = framed(orderMessage({ controlId: 'AGAIN', placer: 'AGAIN' }));
    const first = await sender();
    first.send(message);
    first.socket.destroy();
    await first.closed();
    const second = await sender();
    second.send(message, message);
    expect((await second.answers(2)).map(({ code }) => code)).toEqual(['AA', 'AA']);
    expect(known('AGAIN')).toBe(1);
    const taken = db.prepare("SELECT count(*) FROM imaging_message WHERE control_id = 'AGAIN'").pluck().get();
    expect(taken).toBe(1);
    second.socket.destroy();
  });

  it('finds the next message after garbage, a message without an end and one that is too long', async () => {
    const { send, answers, socket } = await sender();
    send(
      bytesOf('GET / HTTP/1.1\r\n\r\n'),
      bytesOf('\u000bMSH|^~\\&|LOST'),
      framed(orderMessage({ controlId: 'LONG', reason: 'x'.repeat(2 * MAX_BYTES) })),
      framed(orderMessage({ controlId: 'GOOD', placer: 'GOOD' })),
    );
    expect(await answers(2)).toMatchObject([
      { code: 'AR', controlId: 'LONG', errors: ['102'] },
      { code: 'AA', controlId: 'GOOD' },
    ]);
    socket.destroy();
  });

  it('answers as the sender asks: whether it was taken in, by the codes of enhanced mode', async () => {
    const { send, answers, socket } = await sender();
    const enhanced = orderMessage({ controlId: 'E', placer: 'ENHANCED' }).replace('2.5.1||||||', '2.5.1|||AL|NE||');
    send(framed(enhanced), framed(enhanced.replace('ORM^O01', 'MDM^T02')));
    expect((await answers(2)).map(({ code }) => code)).toEqual(['CA', 'CR']);
    socket.destroy();
  });

  it('says why it does not take a message, in codes', async () => {
    const { send, answers, socket } = await sender();
    const good = orderMessage({ controlId: 'R' });
    send(
      framed('what?'),
      framed(good.replace('ORM^O01', 'MDM^T02')),
      framed(good.split('\r').slice(0, 2).join('\r')),
      framed(good.replace('UNICODE UTF-8', 'ISO IR87')),
      frameMessage(Uint8Array.of(...bytesOf(good), 0xff)),
      framed(good.replace('ORM^O01', 'ADT^A40').replace(/ORC.*/s, 'MRG|MRN0')),
    );
    expect((await answers(6)).map(({ code, text, errors }) => [code, text, ...errors])).toEqual([
      ['AR', 'hl7/bad-message', '100'],
      ['AR', 'imaging-order/unsupported', '200'],
      ['AE', 'imaging-order/incomplete', '101'],
      ['AR', 'hl7/unknown-charset', '103'],
      ['AR', 'hl7/bad-text', '102'],
      ['AR', 'imaging-order/not-trusted', '201'],
    ]);
    const records = db.prepare("SELECT count(*) FROM audit WHERE command = 'imagingOrder.refused'").pluck();
    const before = records.get();
    send(framed('what?'), framed('what?'));
    await answers(2);
    // Of the same reason once in some seconds.
    expect(records.get()).toBe(before);
    socket.destroy();
  });

  it('ends a connection that sends nothing but nonsense', async () => {
    const before = orders();
    const { send, closed } = await sender();
    for (let at = 0; at < 200; at += 1) send(bytesOf('\u000bcut'));
    await closed();
    expect(orders()).toBe(before);
  });

  it('ends a connection whose message trickles', async () => {
    const { send, closed, socket } = await sender();
    send(bytesOf('\u000bMSH|'));
    const drip = setInterval(() => socket.write('x'), 20);
    await closed();
    clearInterval(drip);
  });

  it('F31: has no more connections of one peer than it may have, and goes on', async () => {
    const held = [await sender(), await sender()];
    const more = await Promise.all(Array.from({ length: 20 }, () => sender()));
    await Promise.all(more.map((one) => one.closed()));
    for (const [at, one] of held.entries()) {
      one.send(framed(orderMessage({ controlId: `H${at}`, placer: `HELD${at}` })));
      expect(await one.answers(1)).toMatchObject([{ code: 'AA' }]);
      one.socket.destroy();
    }
    await Promise.all(held.map((one) => one.closed()));
  });

  it.skipIf(!hasPeer('openssl'))('speaks TLS, and with whom the site vouches for alone', async () => {
    const [ours, theirs] = [ownAuthority('Our authority'), ownAuthority('Another one')];
    const own = ours.issue('server');
    const wanted = { certificate: own.cert, privateKey: own.key, clientAuthorities: ours.cert };
    const [state] = await intake.set(listening({ tls: wanted }));
    const speak = async (client: { cert: string; key: string } | null): Promise<Sender> => {
      const socket = tls.connect({ port: state?.port ?? 0, host: '127.0.0.1', ca: ours.cert, ...client });
      socket.on('error', () => undefined);
      await new Promise<void>((resolve) => {
        socket.once('secureConnect', resolve);
        socket.once('close', () => resolve());
      });
      return senderTo(0, socket);
    };
    const message = framed(orderMessage({ controlId: 'TLS', placer: 'TLS' }));
    for (const stranger of [await speak(null), await speak(theirs.issue('client'))]) {
      stranger.send(message);
      await stranger.closed();
    }
    expect(known('TLS')).toBe(0);
    const friend = await speak(ours.issue('client'));
    friend.send(message);
    expect(await friend.answers(1)).toMatchObject([{ code: 'AA' }]);
    expect(known('TLS')).toBe(1);
    friend.socket.destroy();
    expect(JSON.stringify(intake.feeds())).toContain('PRIVATE KEY');
    ours.remove();
    theirs.remove();
  });

  it('F59: a station that is killed before its answer has the order once when it comes again', async () => {
    const dir = await tempDir();
    const message = framed(orderMessage({ controlId: 'KILL', placer: 'KILL' }));
    const run = async (when: string): Promise<number> => {
      const program = path.join(projectRoot, 'test', 'integration', 'worklist', 'programs', 'listening-program.ts');
      const child = spawn(process.execPath, [program, dir, when], { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(child, 'exit');
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const { port: at } = JSON.parse(line.toString('utf8')) as { port: number };
      const { send, answers, closed, socket } = await senderTo(at);
      send(message);
      if (when === 'never') {
        expect(await answers(1)).toMatchObject([{ code: 'AA', controlId: 'KILL' }]);
        socket.destroy();
        child.kill('SIGKILL');
      } else await expect(answers(1)).rejects.toThrow('before the answer');
      await Promise.all([closed(), exited]);
      const index = openIndex(dir);
      const found = index.prepare<[], number>('SELECT count(*) FROM imaging_order').pluck().get() ?? -1;
      index.close();
      return found;
    };
    expect(await run('before')).toBe(0);
    expect(await run('after')).toBe(1);
    expect(await run('never')).toBe(1);
  });

  it('cuts off whoever is not listed, unread, and nobody is heard once it is off', async () => {
    const [state] = await intake.set(listening({ peers: [{ name: 'ris', address: '127.0.0.9', site: 'St. Anna' }] }));
    port = state?.port ?? 0;
    const before = orders();
    const stranger = await sender();
    stranger.send(framed(orderMessage({ controlId: 'X', placer: 'STRANGER' })));
    await stranger.closed();
    expect(orders()).toBe(before);
    expect(await intake.set(OrderFeeds.parse({}))).toEqual([]);
    const nobody = net.connect({ port, host: '127.0.0.1' });
    const [error] = (await once(nobody, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('says that its port is taken, and may be plain on this machine or inside a tunnel alone', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const taken = (other.address() as net.AddressInfo).port;
    expect(await intake.set(listening({ port: taken }))).toMatchObject([
      { state: 'failed', error: 'imaging-order/not-listening' },
    ]);
    other.close();
    const broken = { certificate: 'none', privateKey: 'none', clientAuthorities: null };
    expect(await intake.set(listening({ tls: broken }))).toMatchObject([{ state: 'failed', port: null }]);
    expect(() => listening({ host: '0.0.0.0' })).toThrow('inside a tunnel');
    expect(listening({ host: '0.0.0.0', insideTunnel: true }).listener.on).toBe(true);
  });
});
