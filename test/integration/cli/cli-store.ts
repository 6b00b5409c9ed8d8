import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { z } from 'zod';
import { makeCheapStore } from '../../faults/ingest/cheap-store.ts';
import { runCliHere } from '../helpers/run-cli.ts';
import { ErrorDocument, ImportDocument, InstancesDocument, SeriesDocument, StudiesDocument } from './shapes.ts';

/** A store that the tests of one file share, worked on through commands only. */
export interface CliStore {
  /** Folder of the store. */
  readonly dir: string;
  /** Folder beside it for outputs. */
  readonly out: string;
  /** Runs a verb that must succeed with one document, and checks its shape. */
  document<T>(shape: z.ZodType<T>, ...words: readonly string[]): Promise<T>;
  /** Runs a verb that must fail, and gives its error. */
  error(...words: readonly string[]): Promise<{ readonly code: string; readonly message: string }>;
}

/** Makes a store before the tests of a file, imports into it what `paths` gives, and removes it after them. */
export function sharedStore(paths: (out: string) => readonly string[] | Promise<readonly string[]>): CliStore {
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-cli-'));
  const store = storeAt(path.join(folder, 'store'), folder);
  beforeAll(async () => {
    // Each command opens it anew: a passphrase that costs little to try saves a third of the time.
    await makeCheapStore(store.dir);
    await store.document(ImportDocument, 'import', ...(await paths(folder)));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return store;
}

export function storeAt(dir: string, out: string): CliStore {
  // A memory of its own: a copy of a store beside the store is what the alarm is for.
  const NIGHTJAR_STATE = path.join(tmpdir(), 'nightjar-test-state', sha256Of(Buffer.from(dir)).slice(0, 16));
  const run = (words: readonly string[]) => runCliHere([...words, '--data', dir], { NIGHTJAR_STATE });
  return {
    dir,
    out,
    async document(shape, ...words) {
      const { code, documents, stdout, stderr } = await run(words);
      expect(code, `${stdout}${stderr}`).toBe(0);
      expect(documents).toHaveLength(1);
      return shape.parse(documents[0]);
    },
    async error(...words) {
      const { code, documents } = await run(words);
      expect(code).toBe(1);
      expect(documents).toHaveLength(1);
      return ErrorDocument.parse(documents[0]).error;
    },
  };
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const fileHash = (file: string): string => sha256Of(readFileSync(file));

/** Every object of the store, by the hash of the file it came as. */
export async function objectsByHash(
  store: CliStore,
): Promise<ReadonlyMap<string, z.infer<typeof InstancesDocument>['instances'][number]>> {
  const { studies } = await store.document(StudiesDocument, 'studies');
  const found = new Map<string, z.infer<typeof InstancesDocument>['instances'][number]>();
  for (const { studyUid } of studies) {
    const { series } = await store.document(SeriesDocument, 'series', '--study', studyUid);
    for (const { seriesUid } of series) {
      const { instances } = await store.document(InstancesDocument, 'instances', '--series', seriesUid);
      for (const one of instances) found.set(one.sha256, one);
    }
  }
  return found;
}
