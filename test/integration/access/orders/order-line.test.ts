import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished, describe, expect, it } from 'vitest';
import { fetchOrder } from '../../../../electron/station/access/orders/order-line.ts';
import { readConfirmation } from '../../../../electron/station/access/orders/confirmation.ts';
import { OrderTerms } from '../../../../shared/model/order.ts';
import { codeRejected } from '../../../helpers/app-errors.ts';
import { PASSPHRASE } from '../access-fixture.ts';
import { addCase } from '../case-fixture.ts';
import { applyProfile, audited, benchWith, EVERY_KIND } from './orders-fixture.ts';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly etag: string | null;
  readonly body: string;
}

/** A site on loopback: plain http goes to this very machine only. */
interface Site {
  readonly address: string;
  readonly asked: readonly Asked[];
  /** What it answers to a question; null: it has no order. */
  order: string | null;
  answer: { status: number; headers?: Record<string, string>; body?: string } | null;
  takes: boolean;
}

async function siteOnLoopback(): Promise<Site> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const etag = headers['if-none-match'] ?? null;
      asked.push({ method, url, etag, body: Buffer.concat(parts).toString() });
      if (method === 'POST') response.writeHead(site.takes ? 204 : 503).end();
      else if (site.answer !== null) {
        response.writeHead(site.answer.status, site.answer.headers).end(site.answer.body);
      } else if (site.order === null) response.writeHead(204).end();
      else if (etag === '"one"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"one"' }).end(site.order);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const site: Site = { address: `http://127.0.0.1:${port}/orders`, asked, order: null, answer: null, takes: true };
  return site;
}

const withLine = async (site: Site) => benchWith({ ...EVERY_KIND, address: site.address });
const confirmationsOf = ({ asked }: Site) =>
  asked.filter(({ method }) => method === 'POST').map(({ body }) => readConfirmation(body)?.confirmation);

describe('the line of orders', () => {
  it('asks when a store is opened, obeys, and tells what was done although the store is closed by it', async () => {
    const site = await siteOnLoopback();
    const bench = await withLine(site);
    site.order = bench.order({ kind: 'hold' });
    bench.desk.start();
    await expect.poll(() => confirmationsOf(site).length, { timeout: 30_000 }).toBeGreaterThan(0);
    expect(bench.access.state().store).toBe('locked');
    expect(confirmationsOf(site)[0]).toMatchObject({ kind: 'hold', outcome: 'done', storeId: bench.storeId });
    expect(site.asked[0]).toMatchObject({ method: 'GET', url: `/orders?store=${bench.storeId}`, etag: null });
  });

  it('lets a held station in again when its site answers with a lift at the unlock', async () => {
    const site = await siteOnLoopback();
    const bench = await withLine(site);
    await bench.desk.take(bench.order({ kind: 'hold' }));
    expect(await codeRejected(bench.access.unlock(null, PASSPHRASE))).toBe('access/held');
    site.order = bench.order({ kind: 'lift', number: 2 });
    await bench.access.unlock(null, PASSPHRASE);
    expect(bench.access.state().store).toBe('open');
    // Without a site that answers, a held station stays held.
    await bench.desk.take(bench.order({ kind: 'hold', number: 3 }));
    site.answer = { status: 500 };
    expect(await codeRejected(bench.access.unlock(null, PASSPHRASE))).toBe('access/held');
  });

  it('wipes a store from afar, and its confirmation is sent', async () => {
    const site = await siteOnLoopback();
    const bench = await withLine(site);
    await addCase(bench.access, 'St. Anna', 'CANARY^GONE');
    site.order = bench.order({ kind: 'wipe-store', evenIfUnsigned: true });
    bench.desk.start();
    await expect.poll(() => confirmationsOf(site).length, { timeout: 30_000 }).toBeGreaterThan(0);
    expect(bench.access.state().store).toBe('absent');
    expect(confirmationsOf(site)[0]).toMatchObject({ kind: 'wipe-store', outcome: 'done', objects: 1 });
  });

  it('tells once more at the next opening what the site did not take, and never what it has', async () => {
    const site = await siteOnLoopback();
    site.takes = false;
    const bench = await withLine(site);
    bench.desk.start();
    await bench.desk.take(bench.order({ kind: 'revoke', person: { personId: null, name: 'Nobody' } }));
    await expect.poll(() => confirmationsOf(site).length, { timeout: 30_000 }).toBe(1);
    expect(bench.desk.confirmations()).toMatchObject([{ sent: false }]);
    site.takes = true;
    await bench.access.lock();
    await bench.access.unlock(null, PASSPHRASE);
    bench.desk.start();
    await expect.poll(() => bench.desk.confirmations(), { timeout: 30_000 }).toMatchObject([{ sent: true }]);
    bench.desk.start();
    await bench.desk.close();
    expect(confirmationsOf(site)).toHaveLength(2);
  });

  it('makes no connection at all where no site names an address', async () => {
    const site = await siteOnLoopback();
    const bench = await benchWith(EVERY_KIND);
    bench.desk.start();
    await bench.desk.take(bench.order({ kind: 'revoke', person: { personId: null, name: 'Nobody' } }));
    await bench.desk.close();
    expect(site.asked).toEqual([]);
  });

  it('goes on being asked after an answer that is no order, which is on record once', async () => {
    const site = await siteOnLoopback();
    const bench = await withLine(site);
    site.order = 'Please sign in to the network of this hotel.';
    bench.desk.start();
    await expect
      .poll(() => audited(bench, 'order.refused'), { timeout: 30_000 })
      .toMatchObject([{ code: 'order/bad-file' }]);
    expect(bench.access.state().store).toBe('open');
  });

  it('asks the address of a profile that comes later', async () => {
    const site = await siteOnLoopback();
    const bench = await benchWith(null);
    applyProfile(bench.access, { serial: 2, orders: { ...EVERY_KIND, address: site.address } });
    bench.desk.start();
    await expect.poll(() => site.asked.length, { timeout: 30_000 }).toBe(1);
  });
});

describe('one question to a site', () => {
  const NEVER = new AbortController().signal;
  const ask = (address: string, etag: string | null = null) => fetchOrder({ address, storeId: 's', etag }, NEVER);

  it.each([
    ['nothing', { status: 204 }, 'none'],
    ['not found', { status: 404 }, 'none'],
    ['as before', { status: 304 }, 'same'],
  ])('takes %s for what it is', async (_name, answer, kind) => {
    const site = await siteOnLoopback();
    site.answer = answer;
    expect(await ask(site.address, '"one"')).toEqual({ kind });
  });

  it.each([
    ['a redirect, wherever it leads', { status: 302, headers: { location: 'https://elsewhere.example/' } }],
    ['a broken server', { status: 500, body: 'no' }],
    ['a page of a hotel that asks for money', { status: 511, body: '<html>' }],
    ['more than an order may have', { status: 200, body: ' '.repeat(100_000) }],
  ])('refuses %s', async (_name, answer) => {
    const site = await siteOnLoopback();
    site.answer = answer;
    expect(await codeRejected(ask(site.address))).toBe('order/not-fetched');
  });

  it('fails where nobody answers', async () => {
    expect(await codeRejected(ask('http://127.0.0.1:1/orders'))).toBe('order/not-fetched');
  });

  it.each([
    ['https://orders.example/nightjar', true],
    ['http://127.0.0.1:8080/orders', true],
    ['http://orders.example/nightjar', false],
    ['https://user:secret@orders.example/', false],
    ['https://orders.example/?store=other', false],
    ['ftp://orders.example/', false],
    ['file:///etc/passwd', false],
  ])('goes to %s: %s', (address, allowed) => {
    expect(OrderTerms.safeParse({ address, kinds: [] }).success).toBe(allowed);
  });
});
