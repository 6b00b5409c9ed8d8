import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import { stationFile } from '../../helpers/station-file.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { PASSPHRASE, runCli } from '../helpers/run-cli.ts';
import { fileHash } from './cli-store.ts';
import { ErrorDocument, StudiesDocument } from './shapes.ts';

const ACCESS = { blobWorkerFile: stationFile('blobs') };
const NO_STUDIES = [{ studies: [] }];

/** A store as the window makes it. */
async function madeByAnother(): Promise<{ readonly dir: string; readonly access: Access }> {
  const dir = path.join(await tempDir(), 'store');
  const access = new Access({ dir, ...ACCESS, scryptLogN: 10 });
  await access.create('Ada Reader', PASSPHRASE);
  return { dir, access };
}

/** Hash of every file, but of those that only say how often somebody tried. */
function contents(dir: string): Readonly<Record<string, string>> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  const kept = paths.filter((file) => !/attempts\.json$|[/\\]logs[/\\]/.test(file));
  return Object.fromEntries(kept.map((file) => [path.relative(dir, file), fileHash(file)]));
}

const codeOf = (documents: readonly unknown[]): string => ErrorDocument.parse(documents[0]).error.code;

describe('the passphrase of the command line', () => {
  it('opens a store that the window made', async () => {
    const { dir, access } = await madeByAnother();
    await access.close();
    const { code, documents } = await runCli(['studies', '--data', dir]);
    expect([code, documents]).toEqual([0, NO_STUDIES]);
  });

  it('leaves a store that another program has open to that program', async () => {
    const { dir, access } = await madeByAnother();
    const { code, documents } = await runCli(['studies', '--data', dir]);
    expect([code, codeOf(documents)]).toEqual([1, 'store/in-use']);
    await access.close();
  });

  it('is refused when wrong, and not a byte of the store changes', async () => {
    const { dir, access } = await madeByAnother();
    await access.close();
    const before = contents(dir);
    const { code, documents } = await runCli(['studies', '--data', dir], {
      NIGHTJAR_PASSPHRASE: 'wrong horse battery',
    });
    expect([code, codeOf(documents)]).toEqual([1, 'access/wrong-passphrase']);
    expect(contents(dir)).toEqual(before);
  });

  it('is asked for before anything is made', async () => {
    const dir = path.join(await tempDir(), 'store');
    const { code, documents } = await runCli(['studies', '--data', dir], { NIGHTJAR_PASSPHRASE: '' });
    expect([code, codeOf(documents)]).toEqual([1, 'access/passphrase-required']);
    expect(existsSync(dir)).toBe(false);
  });

  it('comes by descriptor too, and makes an evaluation store for the reader named', async () => {
    const dir = path.join(await tempDir(), 'store');
    const words = ['studies', '--data', dir, '--passphrase-fd', '3', '--reader', 'Grace Reader'];
    const options = { descriptor3: `${PASSPHRASE}\n` };
    const made = await runCli(words, { NIGHTJAR_PASSPHRASE: 'not this one at all' }, options);
    expect([made.code, made.documents]).toEqual([0, NO_STUDIES]);
    expect(made.stderr).toMatch(/New evaluation store\. Recovery key, shown this once: [0-9A-Z]{5}(-[0-9A-Z]+)+/);
    const again = await runCli(['studies', '--data', dir]);
    expect(StudiesDocument.parse(again.documents[0])).toEqual({ studies: [] });
    expect(again.stderr).not.toMatch(/Recovery key/);
    expect(readFileSync(path.join(dir, 'slots.json'), 'utf8')).toContain('Grace Reader');
  });

  it('must be long enough for a new store', async () => {
    const dir = path.join(await tempDir(), 'store');
    const { code, documents } = await runCli(['studies', '--data', dir], { NIGHTJAR_PASSPHRASE: 'short' });
    expect([code, codeOf(documents)]).toEqual([1, 'access/weak-passphrase']);
    expect(existsSync(path.join(dir, 'store.json'))).toBe(false);
  });

  it('is not taken from the environment for a clinical store', async () => {
    const { dir, access } = await madeByAnother();
    await access.close();
    const file = path.join(dir, 'store.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"evaluation"', '"clinical"'));
    const before = contents(dir);
    const { code, documents } = await runCli(['studies', '--data', dir]);
    expect([code, codeOf(documents)]).toEqual([1, 'store/not-evaluation']);
    expect(contents(dir)).toEqual(before);
  });

  it('is no use for a store of a newer program, which stays as it is', async () => {
    const { dir, access } = await madeByAnother();
    await access.close();
    const file = path.join(dir, 'store.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"version": 1', '"version": 2'));
    const before = contents(dir);
    const { code, documents } = await runCli(['studies', '--data', dir]);
    expect([code, codeOf(documents)]).toEqual([1, 'store/newer-version']);
    expect(contents(dir)).toEqual(before);
  });
});
