import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReportId } from '../../../../shared/model/ids.ts';
import { codeThrown } from '../../../helpers/app-errors.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { addDestination, allDelivered, audited, outDesk, signNext, signReport, until } from './outbox-fixture.ts';
import type { OutDesk } from './outbox-fixture.ts';
import { scriptedMllp } from './scripted-mllp.ts';
import type { ScriptedMllp } from './scripted-mllp.ts';

let ris: ScriptedMllp;
let desk: OutDesk;

beforeEach(async () => {
  ris = await scriptedMllp();
  desk = await outDesk(await tempDir());
  desk.outgoing.start();
});
afterEach(async () => {
  await desk.close();
  await ris.stop();
});

const unsent = (): readonly ReportId[] => desk.outgoing.unsent.list('st. anna').map(({ reportId }) => reportId);

describe('reports that were signed before their site had a destination', () => {
  it('are offered, go out only when somebody says so, in the order of their signatures, and never after what followed them', async () => {
    const preliminary = await signReport(desk, 'Wet read.', 'preliminary');
    const final = await signNext(desk, preliminary, 'Final.');
    const [second, third, fourth] = [
      await signReport(desk, 'B.'),
      await signReport(desk, 'C.'),
      await signReport(desk, 'D.'),
    ];
    expect(unsent()).toEqual([final, second, third, fourth].map(({ reportId }) => reportId));

    const { destinationId } = addDestination(desk, { kind: 'hl7', host: '127.0.0.1', port: ris.port, tls: false });
    await desk.outgoing.outbox.settled();
    expect([ris.got.length, desk.outgoing.outbox.list().length]).toEqual([0, 0]);

    // What follows it goes out with its text: it would come after that.
    await signNext(desk, fourth, 'More of D.');
    await until(desk, allDelivered);
    expect(unsent()).not.toContain(fourth.reportId);
    expect(codeThrown(() => desk.outgoing.unsent.send([destinationId], [fourth.reportId]))).toBe('outbox/not-now');

    desk.outgoing.unsent.leave('St. Anna', [third.reportId]);
    expect(audited(desk, 'outbox.leave')).toEqual([{ reports: 1 }]);
    expect(desk.outgoing.unsent.list(null).map(({ leftAt }) => leftAt !== null)).toEqual([false, false, true]);

    ris.got.length = 0;
    expect(desk.outgoing.unsent.send([destinationId], [second.reportId, final.reportId])).toBe(2);
    expect(audited(desk, 'outbox.sendUnsent')).toEqual([{ reports: 2, to: destinationId }]);
    const rows = await until(desk, (found) => found.length === 3 && allDelivered(found));
    expect(rows.map(({ reportId }) => reportId).slice(1)).toEqual([final.reportId, second.reportId]);
    expect(ris.got.map(({ controlId }) => controlId)).toEqual(rows.slice(1).map(({ key }) => key));
    // Whoever looks at a list that is old by now sends nothing twice.
    expect(codeThrown(() => desk.outgoing.unsent.send([destinationId], [final.reportId]))).toBe('outbox/not-now');
    expect(unsent()).toEqual([third.reportId]);
    // What was left may go all the same, when somebody thinks again.
    desk.outgoing.unsent.send([destinationId], [third.reportId]);
    await until(desk, (found) => found.length === 4 && allDelivered(found));
    expect(unsent()).toEqual([]);
  });
});
