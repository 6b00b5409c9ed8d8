import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const SAMPLES = join(import.meta.dirname, '..', '..', '..', 'resources', 'samples');
const MAX_BYTES = 40_000_000;

const sampleSchema = z.strictObject({
  folder: z.string().regex(/^[a-z][a-z-]+$/),
  title: z.string().min(1),
  shows: z.string().min(1),
  modalities: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1),
  priorOf: z.string().nullable(),
  derived: z.boolean(),
  synthetic: z.boolean(),
  changes: z.string().min(1),
  source: z.strictObject({ title: z.string().min(1), doi: z.string().nullable() }),
  licence: z.strictObject({ name: z.string().min(1), letter: z.enum(['A', 'B']), file: z.string().min(1) }),
  files: z.int().positive(),
  bytes: z.int().positive(),
});
const indexSchema = z.strictObject({ version: z.literal(1), samples: z.array(sampleSchema) });

function readSamples() {
  return indexSchema.parse(JSON.parse(readFileSync(join(SAMPLES, 'samples.json'), 'utf8'))).samples;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** The text under the heading of one sample, up to the next heading. */
function attributionOf(folder: string): string {
  const sections = readFileSync(join(SAMPLES, 'ATTRIBUTION.md'), 'utf8').split(/^## /m);
  return sections.find((section) => section.startsWith(`${folder}\n`)) ?? '';
}

describe('sample studies', () => {
  const samples = readSamples();

  it('cover the kinds a new user is promised', () => {
    const kinds = new Set(samples.flatMap((sample) => sample.modalities));
    expect([...kinds].sort()).toEqual(['CR', 'CT', 'MG', 'MR', 'PT', 'US']);
  });

  it('are the folders on disk, numbered from 0001.dcm', () => {
    const folders = readdirSync(SAMPLES, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'licences')
      .map((entry) => entry.name);
    expect(folders.sort()).toEqual(samples.map((sample) => sample.folder).sort());
    for (const sample of samples) {
      const expected = Array.from({ length: sample.files }, (_, i) => `${String(i + 1).padStart(4, '0')}.dcm`);
      expect(readdirSync(join(SAMPLES, sample.folder)).sort()).toEqual(expected);
      expect(sizeOf(join(SAMPLES, sample.folder))).toBe(sample.bytes);
    }
  });

  it('stay within 40 MB', () => {
    expect(sizeOf(SAMPLES)).toBeLessThanOrEqual(MAX_BYTES);
  });

  it('have the bytes that files.tsv records', () => {
    const rows = readFileSync(join(SAMPLES, 'files.tsv'), 'utf8').trimEnd().split('\n').slice(1);
    expect(rows).toHaveLength(samples.reduce((sum, sample) => sum + sample.files, 0));
    for (const row of rows) {
      const [path = '', , sha256] = row.split('\t');
      expect(
        `${path} ${createHash('sha256')
          .update(readFileSync(join(SAMPLES, path)))
          .digest('hex')}`,
      ).toBe(`${path} ${sha256 ?? ''}`);
    }
  });

  it.each(samples)('$folder is attributed with its licence', (sample) => {
    const text = attributionOf(sample.folder);
    expect(text).toContain('Source');
    expect(text).toContain('Changes');
    expect(text).toContain(`Licence: ${sample.licence.letter}, `);
    if (sample.source.doi !== null) expect(text).toContain(sample.source.doi);
    if (sample.derived) expect(text).toContain('DERIVED');
    if (sample.synthetic) expect(text).toContain('SYNTHETIC');
    expect(statSync(join(SAMPLES, sample.licence.file)).size).toBeGreaterThan(500);
  });

  it('name a sample that exists as the later study of a prior', () => {
    const priors = samples.filter((sample) => sample.priorOf !== null);
    expect(priors).not.toHaveLength(0);
    for (const prior of priors) expect(samples.map((sample) => sample.folder)).toContain(prior.priorOf);
  });

  it('say in the title that a study is synthetic', () => {
    for (const sample of samples) expect(sample.title.includes('SYNTHETIC')).toBe(sample.synthetic);
  });
});
