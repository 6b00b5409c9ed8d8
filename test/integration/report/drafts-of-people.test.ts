import { describe, expect, it, onTestFinished } from 'vitest';
import { Administration } from '../../../electron/station/access/administration.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { deskOn, newDesk, STUDY, written } from './reporting-fixture.ts';

const ADA = 'correct horse battery staple';
const BEN = 'second passphrase';

describe('a draft', () => {
  it('is seen, written and signed by its author alone, and waits for them until they are revoked', async () => {
    const { access, reporting: adas } = await newDesk(await tempDir(), null);
    onTestFinished(() => access.close());
    const people = new Administration(access);
    const { person: ben } = await people.add({ name: 'Ben', roles: ['reader'], passphrase: BEN, proof: ADA });
    const draft = adas.create({ studyId: STUDY, templateId: 'general' });
    const { reportId } = draft;
    adas.save({ reportId, revision: draft.revision, content: written(draft, { findings: 'words of Ada' }) });

    await access.unlock(ben.personId, BEN);
    const { reporting: bens } = deskOn(access, null);
    expect(bens.forStudy({ studyId: STUDY }).reports).toEqual([]);
    const save = () => bens.save({ reportId, revision: 2, content: draft.content });
    for (const act of [save, () => bens.check({ reportId }), () => bens.discard({ reportId })]) {
      expect(codeThrown(act)).toBe('report/unknown');
    }
    expect(await codeRejected(bens.sign({ reportId, acknowledged: [], zone: '+00:00' }))).toBe('report/unknown');
    const own = bens.create({ studyId: STUDY, templateId: 'general' });
    expect(bens.forStudy({ studyId: STUDY }).reports.map((one) => one.reportId)).toEqual([own.reportId]);

    await access.unlock(null, ADA);
    const back = deskOn(access, null).reporting.forStudy({ studyId: STUDY }).reports;
    expect(JSON.stringify(back)).toContain('words of Ada');
    expect(back).toHaveLength(1);

    await people.revoke({ personId: ben.personId, proof: ADA }, () => Promise.resolve());
    const left = deskOn(access, null).reporting.forStudy({ studyId: STUDY }).reports;
    expect(left.map((one) => one.reportId)).toEqual([reportId, own.reportId]);
  });
});
