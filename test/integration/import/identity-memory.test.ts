import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { IdentityMemory, IdentityResolver } from '../../../electron/station/archive/identity.ts';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import type { ParsedObject } from '../../../electron/station/dicom/parsed-object.ts';
import { migrate } from '../../../electron/station/kernel/migrate.ts';
import { indexMigrations } from '../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

function parsed(bytes: Uint8Array): ParsedObject {
  const result = parseDicom(bytes, { sha256: null });
  if (!result.ok) throw result.error;
  return result.value;
}

describe('what is remembered of patients, studies and series that are not stored yet', () => {
  it('is bounded in each of its kinds, and is the same again for what was used last', async () => {
    const db = openDatabase(path.join(await tempDir(), 'index.db'), randomBytes(32));
    migrate(db, indexMigrations);
    const memory = new IdentityMemory(5);
    const ring = { planStudyKey: () => 'key', hasStudyKey: () => true };
    const identity = new IdentityResolver({ db, ring, memory, siteId: 'site', issuer: 'Anna' });
    for (let n = 0; n < 40; n += 1) {
      const whole = parsed(ctImage([element(0x00100020, 'LO', `P${n}`), element(0x0020000d, 'UI', `1.2.${n}`)]));
      // Every other one without UIDs: those are told apart by their folders.
      const object = n % 2 === 0 ? whole : { ...whole, studyUid: null, seriesUid: null };
      const before = identity.resolve(object, `folder ${n}`);
      expect(identity.resolve(object, `folder ${n}`)).toEqual(before);
    }
    const sizes = [memory.patients, memory.studies, memory.series, memory.folderMarks, memory.decided].map(
      ({ size }) => size,
    );
    expect(sizes).toEqual([5, 5, 5, 5, 5]);
    db.close();
  });
});
