import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../bench/lib/orthanc.ts';
import { makeCheapStore } from '../../faults/ingest/cheap-store.ts';
import { takesConnections } from '../../helpers/listening.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { CLI_FILE, PASSPHRASE, runCli } from '../helpers/run-cli.ts';
import { StudiesDocument } from './shapes.ts';

const push = (port: number, title: string): number | null =>
  spawnSync(
    'storescu',
    ['-aet', title, '-aec', 'NIGHTJAR', '127.0.0.1', String(port), testdata('ts-small/CT_small.dcm')],
    { stdio: 'ignore' },
  ).status;

describe.skipIf(!hasPeer('storescu') || !hasTestdata())('nightjar serve-receiver', () => {
  it('takes what a listed site pushes, nothing of a stranger, and ends when it is told to', async () => {
    const folder = await tempDir();
    const [dir, port] = [path.join(folder, 'store'), await freePort()];
    await makeCheapStore(dir);
    const none = await runCli(['serve-receiver', '--data', dir]);
    expect([none.code, none.documents]).toMatchObject([1, [{ error: { code: 'source/no-such-way' } }]]);
    const receiver = ['--receiver-ae', 'NIGHTJAR', '--receiver-host', '127.0.0.1', '--receiver-port', String(port)];
    const site = [
      '--kind',
      'dimse',
      '--host',
      '127.0.0.1',
      '--port',
      '104',
      '--called',
      'MODALITY',
      '--calling',
      'NIGHTJAR',
    ];
    expect((await runCli(['source', 'add', '--name', 'Nord', ...site, ...receiver, '--data', dir])).code).toBe(0);

    const serving = spawn(process.execPath, [CLI_FILE, 'serve-receiver', '--data', dir], {
      env: { ...process.env, NIGHTJAR_PASSPHRASE: PASSPHRASE, NIGHTJAR_STATE: folder },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    serving.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = new Promise<number | null>((resolve) => serving.once('close', resolve));
    await expect.poll(() => takesConnections(port), { timeout: 60_000 }).toBe(true);
    expect(push(port, 'STRANGER')).not.toBe(0);
    expect(push(port, 'MODALITY')).toBe(0);
    serving.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(JSON.parse(said)).toEqual({ listening: [{ source: 'Nord', ae: 'NIGHTJAR', host: '127.0.0.1', port }] });
    const { studies } = StudiesDocument.parse((await runCli(['studies', '--data', dir])).documents[0]);
    expect(studies).toMatchObject([{ issuer: 'Nord', instances: 1 }]);
  });
});
