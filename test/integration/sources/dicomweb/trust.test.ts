import { createServer as createTcpServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DicomWebSource } from '../../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import { codeRejected, codeThrown } from '../../../helpers/app-errors.ts';
import { hasPeer } from '../../../helpers/peers.ts';
import { ownAuthority } from '../../access/helpers/own-authority.ts';
import type { Issued, OwnAuthority } from '../../access/helpers/own-authority.ts';
import { json, lyingServer } from './lying-server.ts';
import type { LyingServer } from './lying-server.ts';
import { all, never, opened } from './opened.ts';

const options = { signal: never };

describe.skipIf(!hasPeer('openssl'))('whom a DICOMweb source trusts', () => {
  let authority: OwnAuthority;
  let stranger: OwnAuthority;
  let good: Issued;
  let station: Issued;
  let site: LyingServer;
  let source: DicomWebSource;
  const servers: LyingServer[] = [];

  beforeAll(async () => {
    authority = ownAuthority('Hospital authority');
    stranger = ownAuthority('Somebody else');
    good = authority.issue('server');
    station = authority.issue('client');
    site = await serve(good);
    site.answerWith((_, answer) => json(answer, []));
  });
  afterEach(() => source.close());
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close()));
    authority?.remove();
    stranger?.remove();
  });

  async function serve(issued: Issued, more: object = {}): Promise<LyingServer> {
    const server = await lyingServer({ cert: issued.cert, key: issued.key, ...more });
    servers.push(server);
    return server;
  }

  const open = (origin: string, more: object = {}, ports: Parameters<typeof opened>[2] = {}): DicomWebSource =>
    (source = opened(`${origin}/dicom-web`, { tls: { authorities: authority.cert }, ...more }, ports));

  it('a site whose own authority was entered, and no other', async () => {
    expect(await all(open(site.origin).studies({}, options))).toEqual([]);
    await source.close();
    for (const tls of [{}, { authorities: stranger.cert }]) {
      const failure = await all(open(site.origin, { tls }).studies({}, options)).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'source/certificate', context: { reason: 'unknown-authority' } });
      await source.close();
    }
  });

  it.each([
    ['expired', 'expired'],
    ['other-name', 'wrong-host'],
  ] as const)('F25: no server whose certificate is %s, whatever it answers', async (flaw, reason) => {
    const server = await serve(authority.issue('server', flaw));
    server.answerWith((_, answer) => json(answer, []));
    const failure = await all(open(server.origin).studies({}, options)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'source/certificate', retry: 'never', context: { reason } });
    expect(server.asked).toEqual([]);
    const steps = await all(source.test(never));
    expect(steps.find(({ state }) => state === 'failed')?.step).toBe('tls');
  });

  it('F25: no server that speaks only an old TLS', async () => {
    const server = await serve(good, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
    expect(await codeRejected(open(server.origin).probe(never))).toBe('source/certificate');
    expect(server.asked).toEqual([]);
  });

  it('F25: no server that speaks no TLS at all', async () => {
    const plain = createTcpServer(
      (socket) => void socket.on('error', () => socket.destroy()).end('HTTP/1.1 200 OK\r\n\r\n'),
    );
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as AddressInfo;
    expect(await codeRejected(open(`https://127.0.0.1:${port}`).probe(never))).toBe('source/certificate');
    plain.close();
  });

  it('says who vouches for a server in the test of the connection', async () => {
    const steps = await all(open(site.origin).test(never));
    expect(steps.find(({ step }) => step === 'tls')).toMatchObject({ state: 'ok' });
    expect(steps.find(({ step }) => step === 'tls')?.words).toMatch(/^TLSv1\.[23]\. Hospital authority vouches for/);
  });

  it('shows its certificate to a site that asks for one, and hears it when it has none', async () => {
    const server = await serve(good, { ca: authority.cert, requestCert: true, rejectUnauthorized: true });
    server.answerWith((_, answer) => json(answer, []));
    expect(await codeRejected(open(server.origin).probe(never))).not.toBeNull();
    await source.close();
    const certificate = { certificate: station.cert, privateKey: station.key };
    expect(await all(open(server.origin, {}, { secrets: { certificate } }).studies({}, options))).toEqual([]);
  });

  it('says that certificates cannot be read when they cannot', () => {
    const certificate = { certificate: station.cert, privateKey: 'no key' };
    expect(codeThrown(() => open(site.origin, {}, { secrets: { certificate } }))).toBe('source/certificate');
  });

  it('tells another server to which it is redirected neither password nor certificate', async () => {
    const other = await serve(good, { ca: authority.cert, requestCert: true, rejectUnauthorized: false });
    const shown: boolean[] = [];
    other.answerWith((request, answer) => {
      shown.push('subject' in (request.socket as TLSSocket).getPeerCertificate());
      json(answer, []);
    });
    const away = await serve(good);
    away.answerWith((_, answer) => answer.writeHead(302, { location: `${other.origin}/studies` }).end());
    const certificate = { certificate: station.cert, privateKey: station.key };
    const auth = { kind: 'basic', user: 'reader' };
    const secrets = { password: 'secret', certificate };
    expect(await all(open(away.origin, { auth }, { secrets }).studies({}, options))).toEqual([]);
    expect(away.asked[0]?.headers.authorization).toBeDefined();
    expect(other.asked[0]?.headers.authorization).toBeUndefined();
    expect(shown).toEqual([false]);
  });

  describe('through a proxy', () => {
    let proxy: Server;
    let port: number;
    let tunnels: string[];
    const open2 = new Set<Socket>();

    beforeAll(async () => {
      proxy = createServer();
      proxy.on('connect', (request, socket: Socket) => {
        open2.add(socket);
        tunnels.push(request.url ?? '');
        if (request.headers['proxy-authorization'] !== `Basic ${Buffer.from('me:proxy-secret').toString('base64')}`) {
          socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
          return;
        }
        const [host, to] = (request.url ?? '').split(':');
        const further = connect(Number(to), host, () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          further.pipe(socket).pipe(further);
        });
        open2.add(further);
        further.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
        socket.on('error', () => further.destroy());
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      ({ port } = proxy.address() as AddressInfo);
    });
    afterAll(() => {
      for (const socket of open2) socket.destroy();
      proxy.close();
    });

    const by = (proxyPassword: string, origin = site.origin, more: object = {}): DicomWebSource => {
      tunnels = [];
      const given = { host: '127.0.0.1', port, user: 'me' };
      return open(origin, { proxy: given, ...more }, { secrets: { proxyPassword } });
    };

    it('a site is reached, and its certificate is checked from end to end', async () => {
      expect(await all(by('proxy-secret').studies({}, options))).toEqual([]);
      expect(tunnels).toEqual([`127.0.0.1:${site.port}`]);
      expect(site.asked.at(-1)?.headers['proxy-authorization']).toBeUndefined();
      await source.close();
      expect(await codeRejected(by('proxy-secret', site.origin, { tls: {} }).probe(never))).toBe('source/certificate');
    });

    it('that does not know us, or cannot reach the site, is named', async () => {
      const unknown = await by('wrong')
        .probe(never)
        .catch((error: unknown) => error);
      expect(unknown).toMatchObject({ code: 'source/credentials', context: { reason: 'proxy' } });
      await source.close();
      const away = await by('proxy-secret', 'https://127.0.0.1:1')
        .probe(never)
        .catch((error: unknown) => error);
      expect(away).toMatchObject({ code: 'source/unreachable', context: { reason: 'proxy-502' } });
    });

    it('the steps of the test speak of the proxy where they mean it', async () => {
      const steps = await all(by('proxy-secret').test(never));
      expect(steps.find(({ step }) => step === 'port')?.words).toContain('The proxy 127.0.0.1');
      expect(steps.filter(({ state }) => state === 'failed')).toEqual([]);
    });
  });
});
