import { describe, expect, it } from 'vitest';
import { draftOf, feedsOf } from '../../../../../renderer/app/site-orders/listener-form.ts';
import { OrderFeeds } from '../../../../../shared/model/order-feeds.ts';

const before = OrderFeeds.parse({
  listener: {
    tls: { certificate: 'c', privateKey: 'hidden' },
    peers: [{ name: 'ris', address: '10.0.0.1', site: 'St. Anna', charset: '8859/1', zone: 'Europe/Berlin' }],
  },
});

describe('the form of the port for orders', () => {
  it('keeps what it does not show', () => {
    const draft = draftOf(before);
    const read = feedsOf(before, { ...draft, on: true, host: ' 0.0.0.0 ', port: '2576' });
    expect(read).toEqual({
      ok: true,
      feeds: { ...before, listener: { ...before.listener, on: true, host: '0.0.0.0', port: 2576 } },
    });
  });

  it.each([
    [{ host: 'localhost' }, /address of this station/],
    [{ port: 'x' }, /port is a number/],
    [{ peers: [{ name: 'a', address: 'ris.example', site: 's', trusted: false }] }, /address of a sender/],
    [{ peers: [{ name: '', address: '10.0.0.2', site: 's', trusted: false }] }, /a name, an address and a site/],
  ])('says what is wrong with %j', (more, words) => {
    const read = feedsOf(before, { ...draftOf(before), ...more });
    expect(read.ok ? '' : read.words).toMatch(words);
  });

  it('says that a line without TLS needs a tunnel', () => {
    const plain = OrderFeeds.parse({});
    const read = feedsOf(plain, { ...draftOf(plain), on: true, host: '0.0.0.0' });
    expect(read.ok ? '' : read.words).toMatch(/^Without TLS only inside a tunnel/);
  });
});
