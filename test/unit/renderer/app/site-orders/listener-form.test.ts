import { describe, expect, it } from 'vitest';
import { draftOf, feedsOf } from '../../../../../renderer/app/site-orders/listener-form.ts';
import { HeldCertificate } from '../../../../../shared/model/certificate.ts';
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
      certificate: null,
    });
  });

  it.each([
    [{ host: 'localhost' }, { host: 'A number: 127.0.0.1, or 0.0.0.0 for every network.' }],
    [{ port: '' }, { port: 'A number from 0 to 65535.' }],
    [
      { peers: [{ name: '', address: 'ris.example', site: 's', trusted: false }] },
      {
        'peers.0.address': 'A number: 10.1.2.3. Names are not believed.',
        'peers.0.name': 'Give the sender a name.',
      },
    ],
  ])('says at each field what is wrong with %j', (more, problems) => {
    expect(feedsOf(before, { ...draftOf(before), ...more })).toEqual({ ok: false, problems });
  });

  it('says that a line without TLS needs a tunnel, and an address once', () => {
    const plain = OrderFeeds.parse({});
    expect(feedsOf(plain, { ...draftOf(plain), on: true, host: '0.0.0.0' })).toMatchObject({
      problems: { insideTunnel: expect.stringMatching(/only inside a VPN/) },
    });
    const peer = { name: 'a', address: '10.0.0.2', site: 's', trusted: false };
    expect(feedsOf(plain, { ...draftOf(plain), peers: [peer, peer] })).toMatchObject({
      problems: { peers: 'An address is listed twice.' },
    });
  });

  it('takes a certificate that the station holds, and takes away the one that it has', () => {
    const held = HeldCertificate.parse('a'.repeat(32));
    const draft = { ...draftOf(OrderFeeds.parse({})), on: true, host: '0.0.0.0', clientAuthorities: null };
    const read = feedsOf(OrderFeeds.parse({}), { ...draft, certificate: { held, certificates: [] } });
    expect(read).toMatchObject({ ok: true, certificate: held });
    const without = feedsOf(before, { ...draftOf(before), certificate: 'none' });
    expect(without.ok ? without.feeds.listener.tls : 'refused').toBeNull();
  });
});
