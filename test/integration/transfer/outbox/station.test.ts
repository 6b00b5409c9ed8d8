import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { AnyEvent, CallName, Request, Response } from '../../../../shared/contract/index.ts';
import { ResultMapping } from '../../../../shared/model/result-mapping.ts';
import { ctImage } from '../../../helpers/dicom-builder.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { answer, PASSPHRASE, stationOn } from '../../../faults/store/station-fixture.ts';
import { written } from '../../report/reporting-fixture.ts';
import { accept, scriptedMllp } from './scripted-mllp.ts';

describe('the station', () => {
  it('signs, sends, tells the windows of each step and of the line, nothing of it over a lock, and asks nobody when it is closed', async () => {
    const ris = await scriptedMllp();
    const station = stationOn(await tempDir());
    const ask = <N extends CallName>(name: N, request: Request<N>): Promise<Response<N>> =>
      answer(station, name, request);
    const events: AnyEvent[] = [];
    station.events.on((event) => events.push(event));
    const heard = async (fits: (event: AnyEvent) => boolean): Promise<void> => {
      const end = performance.now() + 20_000;
      while (!events.some(fits)) {
        if (performance.now() > end) throw new Error('it was never said');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    await ask('access.create', { name: 'Reader', passphrase: PASSPHRASE });
    await ask('access.confirmRecovery', {});
    const file = path.join(await tempDir(), 'image');
    writeFileSync(file, ctImage());
    const jobId = station.rooms.startImport({ paths: [file], site: 'St. Anna' });
    while (station.rooms.importReport(jobId) === null) await setImmediate();
    const { rows: studies } = await ask('worklist.list', { search: '' });
    const studyId = studies[0]?.studyId;
    if (studyId === undefined) throw new Error('nothing was imported');

    const settings = { kind: 'hl7' as const, host: '127.0.0.1', port: ris.port, tls: false };
    const added = await ask('destination.add', { name: 'RIS', site: 'St. Anna', settings, secrets: {} });
    await heard(({ name, payload }) => name === 'link.changed' && payload.links.some(({ state }) => state === 'up'));
    const draft = await ask('report.create', { studyId, templateId: 'general' });
    const { reportId, revision } = draft;
    const content = written(draft, { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' });
    await ask('report.save', { reportId, revision, content });
    const { findings } = await ask('report.check', { reportId });
    const acknowledged = findings.map(({ code }) => code);
    await ask('report.sign', { reportId, acknowledged, zone: '+01:00' });
    await heard(({ name }) => name === 'outbox.changed');
    for (;;) {
      const { rows } = await ask('outbox.list', { studyId });
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ destinationId: added.destinationId, reportId, site: 'St. Anna' });
      if (rows[0]?.state === 'delivered') break;
      await setImmediate();
    }
    expect(ris.got).toHaveLength(1);

    const { destinationId } = added;
    const mapping = ResultMapping.parse({ receivingApplication: 'EPR', accessionIn: ['OBR-3'] });
    const look = await ask('destination.tryMessage', { destinationId, mapping });
    expect([look.problems, look.mapping, look.managed]).toEqual([[], null, null]);
    expect(look.segments[0]?.split('|')[4]).toBe('EPR');
    expect(await ask('destination.sendTest', { destinationId, mapping })).toMatchObject({ kind: 'delivered' });
    expect(ris.got).toHaveLength(2);
    await ask('destination.setMapping', { destinationId, mapping });
    expect((await ask('destination.tryMessage', { destinationId, mapping: null })).mapping).toEqual(mapping);

    await station.lock();
    await ris.stop();
    expect(await station.call('outbox.list', { studyId: null })).toMatchObject({ ok: false });
    expect(events.filter(({ name }) => name === 'link.changed')).toHaveLength(1);
    await station.close();
    // Nothing of it is heard any more.
    const again = await scriptedMllp(accept, ris.port);
    expect(again.got).toEqual([]);
    await again.stop();
  }, 60_000);
});
