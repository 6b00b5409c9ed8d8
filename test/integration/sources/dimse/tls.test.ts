import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MoveExpectations } from '../../../../electron/station/sources/dimse/move-expectations.ts';
import { Receiver } from '../../../../electron/station/sources/dimse/receiver.ts';
import { codeRejected } from '../../../helpers/app-errors.ts';
import { hasPeer } from '../../../helpers/peers.ts';
import { hasTestdata, testdata } from '../../../helpers/testdata.ts';
import { all, dataSetOf, never, newLink, outgoing, runPeer, source, startPeer } from './dimse-bench.ts';
import type { Peer } from './dimse-bench.ts';
import { Received } from './received.ts';

describe.skipIf(!hasPeer('storescp') || !hasPeer('openssl') || !hasTestdata())('DIMSE over TLS', () => {
  const link = newLink();
  const receiverLink = newLink();
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-tls-'));
  const at = (name: string): string => path.join(folder, name);
  const pem = (name: string): string => readFileSync(at(name), 'utf8');
  const pushed = new Received();
  let peer: Peer;
  let receiver: Receiver;

  const openssl = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };

  /** A certificate of the site's own authority. */
  const certify = (name: string, ...more: readonly string[]): void => {
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
    openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      at(`${name}.key`),
      '-out',
      at(`${name}.csr`),
      ...subject,
    );
    const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-copy_extensions', 'copyall'];
    openssl('x509', '-req', '-in', at(`${name}.csr`), '-out', at(`${name}.pem`), ...signed, ...more);
  };

  beforeAll(async () => {
    const own = ['-subj', '/CN=Site authority', '-days', '30'];
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('ca.key'), '-out', at('ca.pem'), ...own);
    certify('server', '-days', '30');
    certify('station', '-days', '30');
    const another = ['-subj', '/CN=Stranger', '-days', '30'];
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      at('stranger.key'),
      '-out',
      at('stranger.pem'),
      ...another,
    );
    mkdirSync(at('in'));
    peer = await startPeer('storescp', (port) => [
      ...['+tls', at('server.key'), at('server.pem'), '+cf', at('ca.pem'), '--require-peer-cert'],
      ...['+B', '+xa', '-od', at('in'), String(port)],
    ]);
    receiver = await Receiver.open(
      {
        host: '127.0.0.1',
        port: 0,
        aeTitle: 'NIGHTJAR_SCP',
        peers: [{ name: 'Modality', address: '127.0.0.1', aeTitle: 'STORESCU' }],
        tls: { certificate: pem('server.pem'), privateKey: pem('server.key'), authorities: pem('ca.pem') },
      },
      { link: receiverLink, sink: pushed, moves: new MoveExpectations() },
    );
  });

  afterAll(async () => {
    await receiver.close();
    await Promise.all([link.close(), receiverLink.close(), peer.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const station = (): { readonly certificate: string; readonly privateKey: string } => ({
    certificate: pem('station.pem'),
    privateKey: pem('station.key'),
  });

  it('stores an object with our certificate shown, byte for byte', async () => {
    const secrets = { certificate: station() };
    const pacs = source(link, peer.port, { tls: { authorities: pem('ca.pem') } }, { secrets });
    await pacs.probe(never);
    const object = outgoing(testdata('ts-small/CT_small.dcm'));
    expect(await all(pacs.store([object], never))).toMatchObject([{ state: 'stored' }]);
    const [name = ''] = readdirSync(at('in'));
    expect(dataSetOf(readFileSync(path.join(at('in'), name))).equals(dataSetOf(object.file))).toBe(true);
  });

  it('F25: does not go on with a server that nobody vouches for', async () => {
    const pacs = source(link, peer.port, { tls: {} }, { secrets: { certificate: station() } });
    expect(await codeRejected(pacs.probe(never))).toBe('source/certificate');
  });

  it('F25: does not go on with a server that has the certificate of another', async () => {
    const pacs = source(
      link,
      peer.port,
      { host: 'localhost', tls: { authorities: pem('ca.pem') } },
      { secrets: { certificate: station() } },
    );
    expect(await codeRejected(pacs.probe(never))).toBe('source/certificate');
  });

  it('says that the peer wants a certificate of ours', async () => {
    const pacs = source(link, peer.port, { tls: { authorities: pem('ca.pem') } });
    expect(await codeRejected(pacs.probe(never))).toBe('source/credentials');
  });

  it('takes what a peer pushes that shows a certificate of the site, and nothing from one without or with that of a stranger', async () => {
    const file = testdata('ts-small/CT_small.dcm');
    const to = ['-aec', 'NIGHTJAR_SCP', '127.0.0.1', String(receiver.port), file];
    const trust = ['+cf', at('ca.pem')];
    const shown = await runPeer('storescu', ['+tls', at('station.key'), at('station.pem'), ...trust, ...to]);
    expect(shown.code).toBe(0);
    expect(pushed.files.size).toBe(1);
    const nameless = await runPeer('storescu', ['+tla', ...trust, ...to]);
    expect(nameless.code).not.toBe(0);
    const stranger = await runPeer('storescu', ['+tls', at('stranger.key'), at('stranger.pem'), ...trust, ...to]);
    expect(stranger.code).not.toBe(0);
    expect(pushed.files.size).toBe(1);
  });
});
