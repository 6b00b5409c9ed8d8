import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasTestdata, parseTable, testdata, testdataDir } from '../../helpers/testdata.ts';
import { runCli } from '../helpers/run-cli.ts';
import { FrameDocument, FrameFailure, ImportDocument, StudiesDocument, VerifyDocument } from './shapes.ts';
import type { z } from 'zod';

const MINUTES = 60_000;
const table = (name: string) => parseTable(readFileSync(testdata(name), 'utf8').replace(/^#.*\n/gm, ''));
const manifestRows = () => table('MANIFEST.tsv');
const goldenRows = () => table('GOLDEN.tsv');

let dataDir = '';
let imported: z.infer<typeof ImportDocument>;
let frames: readonly (z.infer<typeof FrameDocument> | z.infer<typeof FrameFailure>)[] = [];

describe.skipIf(!hasTestdata())('the command line over the whole test data', () => {
  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(os.tmpdir(), 'nightjar-cli-'));
    const done = await runCli(['import', testdataDir, '--data', dataDir]);
    expect(done.code, done.stderr).toBe(0);
    imported = ImportDocument.parse(done.documents[0]);
    const every = await runCli(['frame', '--every', '--lines', '--data', dataDir]);
    expect(every.code, every.stderr).toBe(0);
    frames = every.documents.map((line) => FrameDocument.or(FrameFailure).parse(line));
  }, 8 * MINUTES);

  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it(
    'accounts for every file',
    async () => {
      const { conflicts, refused, ignored, already } = imported;
      const seen = imported.imported + already + conflicts.length + ignored + refused.length;
      // README, MANIFEST, GOLDEN, licence texts and notes lie beside the data files.
      expect(seen).toBeGreaterThanOrEqual(manifestRows().length);
      const again = ImportDocument.parse((await runCli(['import', testdataDir, '--data', dataDir])).documents[0]);
      expect(again).toMatchObject({ imported: 0, conflicts: [], ignored });
      expect(again.already + again.refused.length + ignored).toBe(seen);
    },
    5 * MINUTES,
  );

  it('decodes every exact row of GOLDEN.tsv to the same values', () => {
    const byFile = new Map(frames.map((line) => [line.fileSha256, line]));
    const fileOf = new Map(manifestRows().map((row) => [row['path'], row['sha256']]));
    const wrong: string[] = [];
    const exact = goldenRows().filter((row) => row['kind'] === 'exact');
    for (const row of exact) {
      const line = byFile.get(fileOf.get(row['path']) ?? '');
      if (!line) wrong.push(`${row['path']}: no line`);
      else if ('error' in line) wrong.push(`${row['path']}: ${line.error.code}`);
      else if (line.sha256 !== row['sha256']) wrong.push(`${row['path']}: other values`);
    }
    expect(exact.length).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  });

  it(
    'keeps every stored byte',
    async () => {
      const { documents } = await runCli(['verify', '--data', dataDir]);
      const { checked, bad } = VerifyDocument.parse(documents[0]);
      expect(bad).toEqual([]);
      expect(checked).toBe(imported.imported + imported.conflicts.length);
    },
    3 * MINUTES,
  );

  it(
    'lists studies in their exact shape',
    async () => {
      const { studies } = StudiesDocument.parse((await runCli(['studies', '--data', dataDir])).documents[0]);
      expect(studies.length).toBeGreaterThan(100);
      const found = StudiesDocument.parse(
        (await runCli(['studies', '--search', 'CMB-CRC', '--data', dataDir])).documents[0],
      );
      expect(found.studies.length).toBeGreaterThan(0);
      expect(found.studies.length).toBeLessThan(studies.length);
    },
    MINUTES,
  );
});
