import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Station } from '../../../../electron/station/station.ts';
import type { CertificateFacts } from '../../../../shared/model/certificate.ts';
import type { SourceStepResult } from '../../../../shared/model/source.ts';
import type { SourceSettingsInput } from '../../../../shared/model/source-settings.ts';
import type { SourceRow } from '../../../../shared/model/transfer.ts';
import { startOrthanc } from '../../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../../bench/lib/orthanc.ts';
import { answer, newStation, PASSPHRASE } from '../../../faults/store/station-fixture.ts';
import { ctImage } from '../../../helpers/dicom-builder.ts';
import { hasPeer } from '../../../helpers/peers.ts';
import { ownAuthority } from '../../access/helpers/own-authority.ts';
import type { OwnAuthority } from '../../access/helpers/own-authority.ts';

const USER = { name: 'reader', password: 'first-word' };
const here = mkdtempSync(path.join(tmpdir(), 'nightjar-edit-'));
const at = (name: string): string => path.join(here, name);

describe.runIf(hasPeer('Orthanc'))(
  'a source of a hospital with its own authority, a password and a certificate of the station',
  () => {
    let orthanc: Orthanc;
    let authority: OwnAuthority;
    let front: Server;
    let station: Station;
    let settings: Extract<SourceSettingsInput, { kind: 'dicomweb' }>;
    let sourceId = '';

    const ask = <T>(name: string, request: unknown): Promise<T> => answer<T>(station, name, request);
    const test = async (name = 'sources.test'): Promise<readonly SourceStepResult[]> =>
      (await ask<{ steps: SourceStepResult[] }>(name, { sourceId })).steps;
    const failed = (steps: readonly SourceStepResult[]): SourceStepResult | undefined =>
      steps.find(({ state }) => state === 'failed');

    beforeAll(async () => {
      authority = ownAuthority('Hospital authority');
      orthanc = await startOrthanc({ durable: false, user: USER });
      await orthanc.postMade([() => ctImage()], 1);
      const server = authority.issue('server');
      const plain = new URL(orthanc.url);
      // Orthanc's own TLS does not hold under load here: this is what stands before it in hospitals, too.
      front = createServer(
        { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true },
        (request, reply) => {
          const { method, url, headers } = request;
          const on = http.request({ host: '127.0.0.1', port: plain.port, method, path: url, headers }, (said) => {
            reply.writeHead(said.statusCode ?? 502, said.headers);
            said.pipe(reply);
          });
          on.on('error', () => reply.destroy());
          request.pipe(on);
        },
      );
      await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
      const client = authority.issue('client');
      writeFileSync(at('ca.pem'), authority.cert);
      writeFileSync(at('station.pem'), client.cert + client.key);
      const { port } = front.address() as AddressInfo;
      settings = {
        ...{ kind: 'dicomweb', name: 'Anna', site: 'St. Anna', url: `https://127.0.0.1:${port}/dicom-web` },
        auth: { kind: 'basic', user: USER.name },
      };
      station = newStation(at('store'), { lines: 'asked' });
      await ask('access.create', { name: 'Reader', passphrase: PASSPHRASE });
      await ask('access.confirmRecovery', {});
    }, 60_000);
    afterAll(async () => {
      await station.close();
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
      await orthanc.stop();
      authority.remove();
      rmSync(here, { recursive: true, force: true });
    });

    it('shows a certificate that nobody vouches for, with its fingerprint, and sends no password', async () => {
      const row = await ask<SourceRow>('sources.add', { settings, secrets: { password: 'wrong' } });
      sourceId = row.sourceId;
      expect(failed(await test())).toMatchObject({
        step: 'tls',
        words: 'Nobody whom this computer trusts vouches for the server.',
        certificate: { issuer: 'CN=Hospital authority', subject: 'CN=server' },
      });
    });

    it('takes the authority and the certificate from files, and is told that the password is wrong', async () => {
      const read = await ask<{ text: string; certificates: CertificateFacts[] }>('certificates.readAuthoritiesFile', {
        file: at('ca.pem'),
      });
      settings = { ...settings, tls: { authorities: read.text } };
      await ask('sources.change', { sourceId, settings, secrets: null });
      // TLS 1.3: that a certificate is missing is heard with the first answer.
      expect(failed(await test())?.step).toBe('association');
      const { held } = await ask<{ held: string }>('certificates.readFiles', {
        ...{ certificateFile: at('station.pem'), keyFile: null, passphrase: null },
      });
      const row = await ask<SourceRow>('sources.change', {
        ...{ sourceId, settings, secrets: {}, keep: ['password'], certificate: held },
      });
      expect(row.secrets).toEqual(['password', 'certificate']);
      expect(JSON.stringify(row)).not.toContain('PRIVATE KEY');
      expect(failed(await test())).toMatchObject({ step: 'association', words: expect.stringMatching(/HTTP 401/) });
      await expect(ask('sources.change', { sourceId, settings, secrets: {}, certificate: held })).rejects.toThrow(
        'source/key-file',
      );
    });

    it('works with the right password, the certificate being kept; a change of the rate touches neither', async () => {
      await ask('sources.change', { sourceId, settings, secrets: { password: USER.password }, keep: ['certificate'] });
      settings = { ...settings, metered: true, rate: { bytesPerSecond: 1_000_000 } };
      await ask('sources.change', { sourceId, settings, secrets: {}, keep: ['password', 'certificate'] });
      const steps = await test();
      expect(steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
        ...['name ok', 'port ok', 'tls ok', 'association ok', 'query ok', 'retrieve ok', 'store skipped'],
      ]);
      expect(steps[2]?.certificate).toMatchObject({ subject: 'CN=server', standing: 'ends-soon' });
    });

    it('stores a test picture only when asked to, and the same one each time', async () => {
      const instances = async (): Promise<unknown> => orthanc.get('/instances');
      expect(await instances()).toHaveLength(1);
      for (const _time of [1, 2]) {
        const steps = await test('sources.testStore');
        expect(steps.at(-1)).toMatchObject({ step: 'store', state: 'ok', words: 'The server stored a test object.' });
      }
      expect(await instances()).toHaveLength(2);
    });

    it('sends no stored secret to another address', async () => {
      const moved = { ...settings, url: `${settings.url}/other` };
      for (const keep of [['password'], ['certificate']]) {
        await expect(ask('sources.change', { sourceId, settings: moved, secrets: {}, keep })).rejects.toThrow(
          'source/credentials',
        );
      }
      await expect(ask('sources.change', { sourceId, settings: moved, secrets: null })).rejects.toThrow(
        'source/credentials',
      );
    });

    it('says that the VPN is down, or that it is up and the site is not', async () => {
      const port = await closedPort();
      const answering = Number(new URL(orthanc.url).port);
      const tunnelled = (host: number): object => ({
        ...settings,
        ...{ url: `https://127.0.0.1:${port}/dicom-web`, insideTunnel: true },
        tunnelHost: { host: '127.0.0.1', port: host, name: 'Anna VPN' },
      });
      await ask('sources.change', { sourceId, settings: tunnelled(port), secrets: { password: 'x' } });
      expect(failed(await test())).toMatchObject({
        words: expect.stringMatching(/^The VPN “Anna VPN” to this site is down/),
      });
      await ask('sources.change', { sourceId, settings: tunnelled(answering), secrets: null });
      expect(failed(await test())).toMatchObject({
        step: 'port',
        next: expect.stringMatching(/^The VPN is up: it is the site, or its firewall\./),
      });
    });
  },
);

/** A port at which nobody listens. */
async function closedPort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
