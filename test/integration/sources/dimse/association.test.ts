import net from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { SourceStepResult } from '../../../../shared/model/source.ts';
import type { DimseSource } from '../../../../electron/station/sources/dimse/dimse-source.ts';
import { errorOf, rejecting, WAITS } from './answers-bench.ts';
import { all, freePort, never, newLink, source } from './dimse-bench.ts';
import { accept, rawPeer, scriptedPeer } from './scripted-peer.ts';
import type { Script } from './scripted-peer.ts';

const link = newLink();
afterAll(() => link.close());

const opened = (port: number, more: object = {}): DimseSource => source(link, port, { waits: WAITS, ...more });

async function failedStep(port: number, more: object = {}): Promise<SourceStepResult> {
  const steps = await all(opened(port, more).test(never));
  const failed = steps.find(({ state }) => state === 'failed');
  if (failed === undefined) throw new Error('no step failed');
  return failed;
}

describe('F22: an association that is not agreed on says why, each in words of its own', () => {
  it.each([
    ['called AE title unknown', rejecting(1, 1, 7), 'source/refused', /AE title by which it was called/, /capitals/],
    ['calling AE title unknown', rejecting(1, 1, 3), 'source/refused', /does not know this station/, /address/],
    ['no reason', rejecting(1, 1, 1), 'source/refused', /gave no reason/, /Ask/],
    ['busy', rejecting(2, 3, 2), 'source/busy', /no further association for now/, /later/],
    [
      'no context',
      { associate: (line, request) => accept(line, request, 16_384, 3) } as Script,
      'source/refused',
      /does not offer this service/,
      /Ask/,
    ],
    [
      'aborted',
      { associate: (line) => line.abort(asAppError(null)) } as Script,
      'source/unreachable',
      /broke the association off/,
      /Ask/,
    ],
  ] as const)('%s', async (_name, script, code, words, next) => {
    const port = await scriptedPeer(script);
    expect((await errorOf(all(opened(port).studies({}, { signal: never })))).code).toBe(code);
    const step = await failedStep(port);
    expect(step.step).toBe('association');
    expect(step.words).toMatch(words);
    expect(step.next).toMatch(next);
  });

  it('nobody listens, nobody knows the name, something else than DICOM answers', async () => {
    const none = await failedStep(await freePort());
    expect(none).toMatchObject({ step: 'port', words: expect.stringMatching(/nothing answers on this port/) });
    const nobody = await failedStep(1, { host: 'no-such-host.invalid', insideTunnel: true });
    expect(nobody).toMatchObject({ step: 'name', words: expect.stringMatching(/Nobody knows this name/) });
    const web = await rawPeer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await failedStep(web)).toMatchObject({ step: 'association', words: expect.stringMatching(/protocol/) });
  });

  it('says that the VPN is down where the host behind it does not answer', async () => {
    const tunnelHost = { host: '127.0.0.1', port: await freePort() };
    const error = await errorOf(opened(await freePort(), { tunnelHost }).probe(never));
    expect(error.code).toBe('source/tunnel-down');
  });
});

describe('a peer that does not speak TLS', () => {
  it('is told from one whose certificate does not hold', async () => {
    const server = net.createServer((socket) => socket.on('error', () => socket.destroy()).end('no'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const step = await failedStep(port, { tls: {} });
    expect(step.words).toMatch(/speaks no TLS/);
    server.close();
  });
});
