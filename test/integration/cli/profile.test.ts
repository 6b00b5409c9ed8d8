import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProfileOverview, ProfilePreview, ProfileState, ReadingPlace } from '../../../shared/model/profile-view.ts';
import { RetentionPreview } from '../../../shared/model/retention-view.ts';
import { Fingerprint } from '../../../shared/model/site-profile.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { sampleProfile } from '../../helpers/site-profile.ts';
import { runCli } from '../helpers/run-cli.ts';
import { storeAt } from './cli-store.ts';
import { ErrorDocument, ImportDocument } from './shapes.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const Key = z.strictObject({ file: z.string(), fingerprint: Fingerprint });
const Signed = z.strictObject({ file: z.string(), serial: z.number(), fingerprint: Fingerprint });
const Imported = z.strictObject({ profile: ProfileState, changes: ProfilePreview.shape.changes });
const Exported = z.strictObject({ file: z.string(), bytes: z.number() });

/** A verb that opens no store. */
async function alone<T>(shape: z.ZodType<T>, ...words: readonly string[]): Promise<T> {
  const { code, documents, stderr } = await runCli(words);
  expect(code, stderr).toBe(0);
  return shape.parse(documents[0]);
}

describe('nightjar profile', () => {
  it('takes a profile from an administrator to the rules of a store, and back', async () => {
    const out = await tempDir();
    const at = (name: string): string => path.join(out, name);
    const store = storeAt(at('store'), out);
    const { fingerprint } = await alone(Key, 'profile', 'new-key', '--out', at('key.pem'));
    expect(statSync(at('key.pem')).mode & 0o077).toBe(0);
    const [plain, file] = [at('plain.json'), at('signed.json')];
    writeFileSync(plain, JSON.stringify(sampleProfile({ serial: 2 })));
    const signing = ['profile', 'sign', plain, '--key', at('key.pem'), '--by', 'Bea Admin', '--out', file];
    expect(await alone(Signed, ...signing)).toEqual({ file, serial: 2, fingerprint });

    expect(await store.document(ProfilePreview, 'profile', 'check', file)).toMatchObject({
      ...{ serial: 2, formerSerial: null, trust: 'new', fingerprint, refusal: null, already: false },
    });
    const { code, message } = await store.error('profile', 'import', file);
    expect([code, message.includes(fingerprint)]).toEqual(['profile/unknown-key', true]);
    const imported = await store.document(Imported, 'profile', 'import', file, '--trust', fingerprint.toUpperCase());
    expect(imported.profile).toMatchObject({
      siteCode: 'st-anna',
      serial: 2,
      standing: 'in-force',
      signedBy: 'Bea Admin',
    });

    await store.document(ReadingPlace, 'profile', 'place', '--in', 'us');
    const shown = await store.document(ProfileOverview, 'profile', 'show');
    expect([shown.profiles.length, shown.place?.jurisdiction]).toEqual([1, 'US']);

    await store.document(Exported, 'profile', 'export', '--site', 'st-anna', '--out', at('again.json'));
    expect(readFileSync(at('again.json'), 'utf8')).toBe(readFileSync(file, 'utf8'));

    // The site keeps its images in the EU, and the reader has just said to be elsewhere.
    writeFileSync(at('image.dcm'), ctImage([element(0x00080018, 'UI', '1.2.9.1')]));
    await store.document(ImportDocument, 'import', at('image.dcm'), '--site', 'St. Anna');
    const exporting = ['export-object', '--sop', '1.2.9.1', '--out', at('out.dcm')];
    expect((await store.error(...exporting)).code).toBe('residency/other-region');
    expect(existsSync(at('out.dcm'))).toBe(false);
    const frame = ['frame', '--sop', '1.2.9.1', '--out', at('out.raw')];
    expect((await store.error(...frame)).code).toBe('residency/other-region');
    expect(existsSync(at('out.raw'))).toBe(false);
    await store.document(ReadingPlace, 'profile', 'place', '--in', 'DE-BY');
    await store.document(z.looseObject({ bytes: z.number() }), ...exporting);

    const { sites, plan } = await store.document(RetentionPreview, 'retention', 'preview');
    expect([plan, sites.map(({ kept }) => kept)]).toEqual([null, [[{ reason: 'unsigned', studies: 1 }]]]);
    const purging = ['retention', 'purge', '--plan', 'f'.repeat(64)];
    expect((await store.error(...purging)).code).toBe('reading/conflict');
  }, 120_000);

  it('says what is wrong with its words before a store is opened or made', async () => {
    const wrong = [
      ['profile'],
      ['profile', 'borrow'],
      ['profile', 'check'],
      ['profile', 'show', 'file.json'],
      ['profile', 'place', '--in', 'Bavaria'],
      ['profile', 'import', 'file.json', '--trust', 'yes'],
      ['profile', 'sign', 'file.json', '--key', 'k'],
      ['retention'],
      ['retention', 'purge', '--plan', 'all'],
      ['retention', 'delivered', '--site', 'St. Anna'],
      ['retention', 'event', '--event', 'flood', '--study', '1.2'],
      ['backup', '--to', 'folder', '--place', 'Bavaria'],
    ];
    const dir = path.join(await tempDir(), 'store');
    const codes = await Promise.all(wrong.map(async (words) => (await runCli([...words, '--data', dir])).code));
    expect(codes).toEqual(wrong.map(() => 2));
    expect(existsSync(dir)).toBe(false);
  });

  it('signs nothing that is no profile, and with no other kind of key', async () => {
    const out = await tempDir();
    const at = (name: string): string => path.join(out, name);
    await alone(Key, 'profile', 'new-key', '--out', at('key.pem'));
    writeFileSync(at('bad.json'), JSON.stringify({ ...sampleProfile(), serial: 0 }));
    writeFileSync(at('no-key.pem'), 'no key');
    writeFileSync(at('good.json'), JSON.stringify(sampleProfile()));
    const failed = async (file: string, key: string): Promise<string> => {
      const words = ['profile', 'sign', at(file), '--key', at(key), '--by', 'B', '--out', at('signed.json')];
      const { code, documents } = await runCli(words);
      expect(code).toBe(1);
      return ErrorDocument.parse(documents[0]).error.code;
    };
    expect(await failed('bad.json', 'key.pem')).toBe('profile/bad-file');
    expect(await failed('good.json', 'no-key.pem')).toBe('profile/bad-key');
    expect(existsSync(at('signed.json'))).toBe(false);
  });
});
