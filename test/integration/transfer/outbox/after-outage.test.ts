import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Reconcile } from '../../../../electron/station/transfer/reconcile/reconcile.ts';
import { ReportContent } from '../../../../electron/station/transfer/outbox/report-content.ts';
import type { Source } from '../../../../electron/station/sources/source.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { OutboxSource } from '../../../../electron/station/transfer/outbox/open-outbox.ts';
import type { FoundStudy } from '../../../../shared/model/source.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { STUDY, STUDY_UID } from '../../report/reporting-fixture.ts';
import { addDestination, allDelivered, audited, hl7At, outDesk, signReport, until } from './outbox-fixture.ts';
import type { OutDesk } from './outbox-fixture.ts';
import { accept, scriptedMllp } from './scripted-mllp.ts';
import type { ScriptedMllp } from './scripted-mllp.ts';
import { sayingSource } from './saying-source.ts';

let ris: ScriptedMllp;
let desk: OutDesk;
let sources: readonly OutboxSource[] = [];
const study: Partial<FoundStudy> = { patientId: 'MRN-0042', birthDate: '19650211', instances: 3 };

beforeEach(async () => {
  sources = [];
  ris = await scriptedMllp();
  desk = await outDesk(await tempDir(), () => sources);
  addDestination(desk, hl7At(ris));
  desk.outgoing.outbox.start();
});
afterEach(async () => {
  await desk.close();
  await ris.stop();
});

function reconcileOf({ store, outgoing }: OutDesk): Reconcile {
  const content = new ReportContent(store);
  return new Reconcile({
    ...{ index: store.index, outbox: outgoing.outbox, now: () => new Date().toISOString() },
    document: (reportId) => content.document(reportId),
  });
}

/** The site answers so from now on. */
function siteIs(open: () => Source): void {
  sources = [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open }];
}

/** Signs while there is no line. */
async function signWithoutLine(): Promise<void> {
  await ris.stop();
  await signReport(desk, 'Normal.');
  await until(desk, (rows) => rows.at(-1)?.reason?.code === 'source/unreachable');
}

async function lineIsBack(): Promise<void> {
  ris = await scriptedMllp(accept, ris.port);
  desk.outgoing.outbox.flush();
}

/** Signs while there is no line; then it is back, and the site says this. */
async function throughOutage(found: Partial<FoundStudy>, series: readonly string[] = ['CT']): Promise<void> {
  siteIs(() => sayingSource(STUDY_UID, found, series));
  await signWithoutLine();
  await lineIsBack();
}

describe('after an outage', () => {
  it('F15: goes by itself where the site says the same', async () => {
    await throughOutage(study);
    expect((await until(desk, allDelivered))[0]?.attempts).toBe(2);
  });

  it('is held where the site says something else, with the reason, and goes when somebody has looked', async () => {
    const cases: readonly (readonly [Partial<FoundStudy>, readonly string[], string])[] = [
      [{ ...study, birthDate: '19650212' }, ['CT'], 'patient-corrected'],
      [{ ...study, patientId: 'MRN-0043' }, ['CT'], 'patient-changed'],
      [{ ...study, instances: 5 }, ['CT'], 'new-images'],
      [study, ['CT', 'SR'], 'other-report'],
      [{ ...study, studyUid: '9.9' }, ['CT'], 'study-gone'],
    ];
    for (const [found, series, reason] of cases) {
      await throughOutage(found, series);
      const held = (await until(desk, (rows) => rows.at(-1)?.state === 'held')).at(-1);
      expect(held?.hold).toEqual([reason]);
      expect(ris.got).toEqual([]);
      expect(audited(desk, 'outbox.hold').at(-1)).toMatchObject({ because: reason });
      if (held === undefined) throw new Error('no row');
      desk.outgoing.outbox.release(held.outgoingId);
      await until(desk, allDelivered);
    }
  });

  it('F28: is put before a person with both sides, who sends it, drops it or asks again, each with the reason kept', async () => {
    const reconcile = reconcileOf(desk);
    await throughOutage({ ...study, patientId: 'MRN-0043', instances: 5 }, ['CT', 'SR']);
    await until(desk, (rows) => rows.at(-1)?.state === 'held');
    const [first] = reconcile.list();
    expect(first).toMatchObject({
      ...{
        site: 'St. Anna',
        heldAt: expect.any(String),
        decision: null,
        report: { state: 'final', signer: 'Ada Reader' },
      },
      differences: [
        {
          reason: 'patient-changed',
          signed: expect.stringContaining('id MRN-0042'),
          now: expect.stringContaining('id MRN-0043'),
        },
        { reason: 'new-images', signed: '3 images', now: expect.stringContaining('2 images more') },
        { reason: 'other-report', now: expect.stringContaining('a report of somebody else') },
      ],
    });
    reconcile.drop(STUDY, 'The other report counts.');
    expect(reconcile.list()).toMatchObject([
      { heldAt: null, decision: { act: 'drop', text: 'The other report counts.' }, rows: [{ state: 'dropped' }] },
    ]);
    await throughOutage({ ...study, instances: 4 });
    await until(desk, (rows) => rows.at(-1)?.state === 'held');
    reconcile.send(STUDY, 'Only a localizer.');
    await until(desk, allDelivered);
    expect(ris.got).toHaveLength(1);
    expect(reconcile.list()).toMatchObject([{ heldAt: null, decision: { act: 'send', text: 'Only a localizer.' } }]);
    expect(audited(desk, 'outbox.release').at(-1)).toMatchObject({ let: 'new-images' });
    expect(JSON.stringify([audited(desk, 'outbox.drop'), audited(desk, 'outbox.release')])).not.toMatch(
      /localizer|counts/,
    );
  });

  it('F28: is not sent unchecked where its site can be asked and gives no answer; it goes when the site answers, or a person says so', async () => {
    let answers = false;
    const failing = (): Source => ({
      ...sayingSource(STUDY_UID, study, ['CT']),
      studies: () => {
        if (answers)
          return sayingSource(STUDY_UID, study, ['CT']).studies({}, { signal: new AbortController().signal });
        throw new AppError('source/server-error', 'five hundred');
      },
    });
    const reconcile = reconcileOf(desk);
    const cut = async (): Promise<void> => {
      siteIs(failing);
      await signWithoutLine();
      ris = await scriptedMllp(accept, ris.port);
      // Its waits are not waited for.
      const again = setInterval(() => desk.outgoing.outbox.flush(), 20);
      const held = (await until(desk, (rows) => rows.at(-1)?.state === 'held')).at(-1);
      clearInterval(again);
      expect(held).toMatchObject({ hold: ['not-asked'], reason: { code: 'source/server-error' } });
      expect(ris.got).toEqual([]);
      expect(reconcile.list()[0]).toMatchObject({ differences: [{ reason: 'not-asked', now: 'source/server-error' }] });
    };
    await cut();
    reconcile.send(STUDY, 'The patient waits.');
    await until(desk, allDelivered);
    await cut();
    answers = true;
    reconcile.ask(STUDY);
    await until(desk, allDelivered);
    expect(ris.got).toHaveLength(1);
  });

  it('F14: waits for its line, and troubles nobody, while site and receiver are both not reached', async () => {
    const failing = (): Source => ({
      ...sayingSource(STUDY_UID, study, ['CT']),
      studies: () => {
        throw new AppError('source/unreachable', 'no line', { retry: 'later' });
      },
    });
    siteIs(failing);
    await signWithoutLine();
    for (let round = 0; round < 8; round += 1) {
      desk.outgoing.outbox.flush();
      await desk.outgoing.outbox.settled();
      expect(desk.outgoing.outbox.list().at(-1), `round ${round}`).toMatchObject({ state: 'waiting', hold: [] });
    }
    siteIs(() => sayingSource(STUDY_UID, study, ['CT']));
    await lineIsBack();
    await until(desk, allDelivered);
    expect(ris.got).toHaveLength(1);
  });

  it('goes by itself where no source of its site can answer such questions', async () => {
    const mute = (): Source => ({
      ...sayingSource(STUDY_UID, study, ['CT']),
      studies: () => {
        throw new AppError('source/no-such-way', 'it answers no questions');
      },
    });
    siteIs(mute);
    await signWithoutLine();
    await lineIsBack();
    await until(desk, allDelivered);
  });
});
