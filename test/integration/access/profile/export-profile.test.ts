import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { profileExporter } from '../../../../electron/station/access/profile/export-profile.ts';
import { NO_FAULTS } from '../../../../electron/station/kernel/fault-points.ts';
import { codeRejected } from '../../../helpers/app-errors.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';

it('a profile is exported as it was signed, on record with its file, never over another file or into the store', async () => {
  const folder = await tempDir();
  const dir = path.join(folder, 'store');
  mkdirSync(dir);
  const text = '{"signed":"für St. Anna"}';
  const records: string[] = [];
  const file = path.join(folder, 'anna.json');
  const exported = (siteCode: string) => ({ text, record: () => void records.push(`${siteCode} ${existsSync(file)}`) });
  const exportProfile = profileExporter({ exported }, { dir, faults: NO_FAULTS });

  expect(await exportProfile({ siteCode: 'ANNA', file }, { replace: false })).toEqual({ file, bytes: 26 });
  expect(readFileSync(file, 'utf8')).toBe(text);
  // On record before it has its name: no file leaves that nobody wrote down.
  expect(records).toEqual(['ANNA false']);

  writeFileSync(file, 'of somebody else');
  expect(await codeRejected(exportProfile({ siteCode: 'ANNA', file }, { replace: false }))).toBe('disk/exists');
  const inside = path.join(dir, 'anna.json');
  expect(await codeRejected(exportProfile({ siteCode: 'ANNA', file: inside }, { replace: true }))).toBe('request/bad');
  expect(readFileSync(file, 'utf8')).toBe('of somebody else');
  expect(records).toHaveLength(1);
  expect(readdirSync(folder).sort()).toEqual(['anna.json', 'store']);
});
