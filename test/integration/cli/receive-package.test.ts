import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPart, mailboxOf, partUids } from '../../../electron/station/review/exchange/node/part-object.ts';
import { freePort } from '../../bench/lib/orthanc.ts';
import { makeCheapStore } from '../../faults/ingest/cheap-store.ts';
import { ctImage } from '../../helpers/dicom-builder.ts';
import { takesConnections } from '../../helpers/listening.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { CLI_FILE, PASSPHRASE, runCli, runCliHere } from '../helpers/run-cli.ts';
import { StudiesDocument } from './shapes.ts';

/** What a peer was answered with, in the words of its own log. */
function push(port: number, file: string): string {
  const told = spawnSync('storescu', [
    '-v',
    '-R',
    '-aet',
    'MODALITY',
    '-aec',
    'NIGHTJAR',
    '127.0.0.1',
    String(port),
    file,
  ]);
  return `${told.stdout.toString()}${told.stderr.toString()}`;
}

describe.skipIf(!hasPeer('storescu'))('a part of a review package', () => {
  it('that is pushed, or lies in a folder, is refused as what it is, and becomes nobody’s study', async () => {
    const folder = await tempDir();
    const [dir, port] = [path.join(folder, 'store'), await freePort()];
    await makeCheapStore(dir);
    const packageId = 'ab'.repeat(16);
    const uids = partUids(new Uint8Array(32).fill(7), packageId);
    const part = buildPart(Buffer.alloc(4096, 1), {
      ...{ place: { packageId, index: 0, count: 1 }, uids, mailbox: mailboxOf('a key') },
      at: '2026-11-20T10:00:00.000Z',
    });
    const [sealed, image] = [path.join(folder, 'sealed.dcm'), path.join(folder, 'image.dcm')];
    writeFileSync(sealed, part);
    writeFileSync(image, ctImage());
    const site = `--kind dimse --host 127.0.0.1 --port 104 --called MODALITY --calling NIGHTJAR`;
    const receiver = `--receiver-ae NIGHTJAR --receiver-host 127.0.0.1 --receiver-port ${port}`;
    const add = ['source', 'add', '--name', 'Nord', ...site.split(' '), ...receiver.split(' '), '--data', dir];
    expect((await runCliHere(add)).code).toBe(0);

    const serving = spawn(process.execPath, [CLI_FILE, 'serve-receiver', '--data', dir], {
      env: { ...process.env, NIGHTJAR_PASSPHRASE: PASSPHRASE, NIGHTJAR_STATE: folder },
      stdio: 'ignore',
    });
    const ended = new Promise<number | null>((resolve) => serving.once('close', resolve));
    try {
      await expect.poll(() => takesConnections(port), { timeout: 60_000 }).toBe(true);
      expect(push(port, sealed)).toMatch(/Received Store Response \(Error|0xa900/i);
      expect(push(port, image)).toMatch(/Received Store Response \(Success/);
    } finally {
      serving.kill('SIGTERM');
      await ended;
    }
    const imported = await runCli(['import', sealed, '--data', dir]);
    expect(imported.stdout).toContain('package/not-a-study');
    const { studies } = StudiesDocument.parse((await runCliHere(['studies', '--data', dir])).documents[0]);
    expect(studies).toMatchObject([{ issuer: 'Nord', instances: 1 }]);
  }, 120_000);
});
