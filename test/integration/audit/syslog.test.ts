import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Spool } from '../../../electron/station/access/audit/spool.ts';
import { octetCounted, syslogMessage } from '../../../electron/station/access/audit/syslog-message.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { act, auditDesk, quiet } from './audit-fixture.ts';
import type { AuditDesk } from './audit-fixture.ts';
import { authorityFor, receiver } from './tls-receiver.ts';
import type { Authority, Receiver } from './tls-receiver.ts';

const authority = authorityFor('127.0.0.1');
const never = new AbortController().signal;

function sendTo(
  { audit }: AuditDesk,
  port: number,
  ca: string | null = authority.ca,
  own: Partial<Authority> = {},
): void {
  const { certificate = null, key = null } = own;
  audit.destinations.set({ host: '127.0.0.1', port, ca, certificate, privateKey: key });
}

/** Sends until nothing waits. */
async function drain({ audit }: AuditDesk): Promise<void> {
  while (await audit.spool.sendBatch(never));
}

const lastSeq = ({ store }: AuditDesk): number =>
  store.index.prepare<[], number>('SELECT max(seq) FROM audit').pluck().get() ?? 0;
const seqs = ({ messages }: Receiver): readonly number[] => messages.map(({ seq }) => seq);
const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, i) => i + 1);

describe('the spool of the trail', () => {
  it('gives a TLS receiver every record in order, framed by RFC 5425, and nothing twice', async () => {
    const desk = await auditDesk();
    const peer = await receiver(authority);
    act(desk, 230);
    sendTo(desk, peer.port);
    await drain(desk);
    expect(peer.faults).toEqual([]);
    expect(seqs(peer)).toEqual(upTo(lastSeq(desk)));
    expect(peer.messages.every(({ text }) => text.startsWith('<AuditMessage>'))).toBe(true);
    expect(desk.audit.spool.waiting()).toBe(0);
    expect(peer.connections()).toBeGreaterThan(2);
  });

  it('loses nothing when the receiver cuts the line, and says the same numbers again', async () => {
    const desk = await auditDesk();
    const peer = await receiver(authority);
    act(desk, 150);
    sendTo(desk, peer.port);
    peer.cutAfter(40_000);
    expect(await codeRejected(desk.audit.spool.sendBatch(never))).toBe('audit/not-sent');
    expect(desk.audit.destinations.current()).toMatchObject({ sentSeq: 0, failures: 1 });
    peer.cutAfter(null);
    await drain(desk);
    const known = [...new Set(seqs(peer))];
    expect(known).toEqual(upTo(lastSeq(desk)));
    // What came twice is the same record.
    const texts = new Map(peer.messages.map(({ seq, text }) => [seq, text]));
    expect(peer.messages.filter(({ seq, text }) => texts.get(seq) !== text)).toEqual([]);
    expect(desk.audit.destinations.current()).toMatchObject({ failures: 0, lastError: null });
  });

  it('keeps records of peer review from the receiver, and goes on behind them', async () => {
    const desk = await auditDesk();
    const peer = await receiver(authority);
    const { store } = desk;
    const { personId } = store;
    const before = lastSeq(desk);
    // Enough that whole batches are of peer review alone.
    for (let at = 0; at < 250; at += 1) {
      const command = { name: 'review.move', personId, subject: 'a-case', detail: { move: 'score' } };
      store.commands.run(command, () => undefined);
    }
    act(desk, 2);
    sendTo(desk, peer.port);
    await drain(desk);
    expect(desk.audit.spool.waiting()).toBe(0);
    const reviewed = new Set(
      store.index.prepare<[], number>("SELECT seq FROM audit WHERE command LIKE 'review.%'").pluck().all(),
    );
    expect(reviewed.size).toBe(250);
    expect(lastSeq(desk)).toBeGreaterThan(before + 251);
    expect(seqs(peer)).toEqual(upTo(lastSeq(desk)).filter((seq) => !reviewed.has(seq)));
    expect(peer.messages.filter(({ text }) => /review|a-case/i.test(text))).toEqual([]);
  });

  it('goes on after a restart with the record after the last that was taken', async () => {
    const desk = await auditDesk();
    const peer = await receiver(authority);
    sendTo(desk, peer.port);
    await drain(desk);
    const before = peer.messages.length;
    act(desk, 3);
    const { index } = desk.store;
    const { destinations } = desk.audit;
    const again = new Spool({ index, destinations, source: () => desk.audit.source(), processId: '1', log: quiet });
    while (await again.sendBatch(never));
    expect(seqs(peer).slice(before)).toEqual([before + 1, before + 2, before + 3]);
  });

  it('sends by itself what happens later, and again after failures, in order', async () => {
    const desk = await auditDesk();
    const peer = await receiver(authority);
    peer.cutAfter(1);
    sendTo(desk, peer.port);
    const waits: number[] = [];
    const waitFor = (ms: number): number => {
      waits.push(ms);
      if (waits.length === 4) peer.cutAfter(null);
      return 1;
    };
    const { index } = desk.store;
    const { destinations } = desk.audit;
    const spool = new Spool({
      index,
      destinations,
      source: () => desk.audit.source(),
      processId: '1',
      log: quiet,
      waitFor,
    });
    spool.start();
    await expect.poll(() => spool.waiting(), { timeout: 10_000 }).toBe(0);
    act(desk, 2);
    await expect.poll(() => spool.waiting(), { timeout: 10_000 }).toBe(0);
    await spool.close();
    expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect(seqs(peer)).toEqual(upTo(lastSeq(desk)));
  });

  it('gives nothing to a receiver of another authority, of another name, or without TLS', async () => {
    const desk = await auditDesk();
    const stranger = await receiver(authorityFor('127.0.0.1'));
    sendTo(desk, stranger.port);
    expect(await codeRejected(desk.audit.spool.sendBatch(never))).toBe('audit/not-sent');
    const other = authorityFor('syslog.example');
    const misnamed = await receiver(other);
    sendTo(desk, misnamed.port, other.ca);
    expect(await codeRejected(desk.audit.spool.sendBatch(never))).toBe('audit/not-sent');
    expect([...stranger.messages, ...misnamed.messages]).toEqual([]);
    expect(desk.audit.destinations.current()?.lastError).toMatch(/CERT|ALTNAME/);
  });

  it('shows its own certificate to a receiver that asks for one', async () => {
    const desk = await auditDesk();
    const peer = await receiver(authority, { asksForCertificate: true });
    sendTo(desk, peer.port);
    expect(await codeRejected(desk.audit.spool.sendBatch(never))).toBe('audit/not-sent');
    sendTo(desk, peer.port, authority.ca, authority);
    await drain(desk);
    expect(seqs(peer)).toEqual(upTo(lastSeq(desk)));
  });

  it('keeps nobody waiting: it ends at once beside a receiver that never says a word', async () => {
    const desk = await auditDesk();
    const silent = createServer();
    const reached = once(silent, 'connection');
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    sendTo(desk, (silent.address() as AddressInfo).port);
    desk.audit.spool.start();
    await reached;
    const began = performance.now();
    await desk.audit.spool.close();
    // Far below the 15 seconds of silence after which it gives up by itself.
    expect(performance.now() - began).toBeLessThan(5000);
    expect(desk.audit.spool.waiting()).toBe(lastSeq(desk));
  });
});

describe('syslog messages', () => {
  const header = { at: '2026-03-01T08:00:00.000Z', outcome: 0, host: 'desk 1', processId: '7', seq: 5 } as const;

  it('count bytes, not characters', () => {
    const frame = octetCounted(syslogMessage(header, 'Ärztin 漢字')).toString('utf8');
    const [length = '', ...rest] = frame.split(' ');
    expect(Number(length)).toBe(Buffer.byteLength(rest.join(' '), 'utf8'));
  });

  it('say how grave an event is by its outcome, and leave nothing strange in the header', () => {
    const priorities = ([0, 4, 8, 12] as const).map(
      (outcome) => /^<(\d+)>/.exec(syslogMessage({ ...header, outcome, host: 'a\u202E b' }, ''))?.[1],
    );
    expect(priorities).toEqual(['85', '84', '83', '82']);
    expect(syslogMessage({ ...header, host: '\u202E' }, 'x')).toContain('000Z - nightjar');
    expect(syslogMessage({ ...header, seq: 2_147_483_648 }, 'x')).toContain('sequenceId="1"');
  });
});
