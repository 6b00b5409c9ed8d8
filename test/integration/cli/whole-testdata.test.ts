import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileHashes, goldenRows, REFERENCE_IS_WRONG } from '../../helpers/golden.ts';
import { hasTestdata, testdata, testdataDir } from '../../helpers/testdata.ts';
import { runCli } from '../helpers/run-cli.ts';
import { FrameDocument, FrameFailure, ImportDocument, StudiesDocument, VerifyDocument } from './shapes.ts';
import type { z } from 'zod';

const MINUTES = 60_000;
let dataDir = '';
let imported: z.infer<typeof ImportDocument>;

/** The same decoders meet every row of the table in decode/golden.test.ts: here the whole way from file to command is walked again. */
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;

describe.skipIf(!hasTestdata())('the command line over the whole test data', () => {
  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(os.tmpdir(), 'nightjar-cli-'));
    const done = await runCli(['import', testdataDir, '--data', dataDir]);
    expect(done.code, done.stderr).toBe(0);
    imported = ImportDocument.parse(done.documents[0]);
  }, 8 * MINUTES);

  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it(
    'accounts for every file',
    async () => {
      const { conflicts, refused, ignored, already } = imported;
      const seen = imported.imported + already + conflicts.length + ignored + refused.length;
      // README, MANIFEST, GOLDEN, licence texts and notes lie beside the data files.
      expect(seen).toBeGreaterThanOrEqual(fileHashes().size);
      if (!LONG) return;
      const again = ImportDocument.parse((await runCli(['import', testdataDir, '--data', dataDir])).documents[0]);
      expect(again).toMatchObject({ imported: 0, conflicts: [], ignored });
      expect(again.already + again.refused.length + ignored).toBe(seen);
    },
    5 * MINUTES,
  );

  if (LONG) {
    it(
      'decodes every exact row of GOLDEN.tsv to the same values',
      async () => {
        const every = await runCli(['frame', '--every', '--lines', '--data', dataDir]);
        expect(every.code, every.stderr).toBe(0);
        const frames = every.documents.map((line) => FrameDocument.or(FrameFailure).parse(line));
        const rows = goldenRows();
        const rowOf = new Map(rows.map((row) => [row.path, row]));
        const exact = rows.filter(({ kind, path: file }) => kind === 'exact' && REFERENCE_IS_WRONG[file] !== null);
        const valuesOf = new Map(frames.map((line) => [line.fileSha256, valuesOrCode(line)]));
        const wrong: string[] = [];
        for (const row of exact) {
          const expected = rowOf.get(REFERENCE_IS_WRONG[row.path] ?? row.path)?.sha256;
          const fileSha256 = fileHashes().get(row.path) ?? '';
          const got = valuesOf.get(fileSha256) ?? (await valuesOfOneFile(row.path, fileSha256));
          if (got !== expected) wrong.push(`${row.path}: ${got}`);
        }
        expect(exact.length).toBeGreaterThan(500);
        expect(wrong).toEqual([]);
      },
      8 * MINUTES,
    );
  }

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

function valuesOrCode(line: z.infer<typeof FrameDocument> | z.infer<typeof FrameFailure>): string {
  return 'error' in line ? line.error.code : line.sha256;
}

/** A file whose data set another file had brought before has no object of its own: it is decoded from a store of its own. */
async function valuesOfOneFile(file: string, fileSha256: string): Promise<string> {
  const own = mkdtempSync(path.join(os.tmpdir(), 'nightjar-cli-'));
  try {
    await runCli(['import', testdata(file), '--data', own]);
    const { documents } = await runCli(['frame', '--every', '--lines', '--data', own]);
    const line = FrameDocument.or(FrameFailure).parse(documents[0]);
    expect(line.fileSha256).toBe(fileSha256);
    return valuesOrCode(line);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}
