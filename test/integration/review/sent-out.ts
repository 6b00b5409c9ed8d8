import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { answer } from '../../faults/store/station-fixture.ts';
import { fhirPeer } from '../../helpers/fhir-peer.ts';
import { scriptedMllp } from '../transfer/outbox/scripted-mllp.ts';

/** What stands in a resource beside its own words: attachments. */
function attachmentsOf(resource: string): string {
  return [...resource.matchAll(/"data":\s*"([A-Za-z0-9+/=]+)"/g)]
    .map(([, data = '']) => Buffer.from(data, 'base64').toString('latin1'))
    .join('\n');
}

/** Receivers of the site of the study, and all that came to them. */
export async function receivers(station: Station): Promise<() => Map<string, string>> {
  const ris = await scriptedMllp();
  const fhir = await fhirPeer();
  onTestFinished(async () => {
    await Promise.all([ris.stop(), fhir.close()]);
  });
  const line = { kind: 'hl7', host: '127.0.0.1', port: ris.port, tls: false };
  await answer(station, 'destination.add', { name: 'RIS', site: 'North', settings: line, secrets: {} });
  const server = { kind: 'fhir', url: fhir.url };
  await answer(station, 'destination.add', { name: 'EPR', site: 'North', settings: server, secrets: {} });
  return () =>
    new Map([
      ...ris.got.map(({ text }, at): [string, string] => [`message ${at + 1} by HL7`, text]),
      ...[...fhir.kept.values()].flat().map((bytes, at): [string, string] => {
        const resource = bytes.toString('utf8');
        return [`resource ${at + 1} by FHIR`, `${resource}\n${attachmentsOf(resource)}`];
      }),
    ]);
}

/** Waits until nothing is on its way any more. */
export async function delivered(station: Station, studyId: StudyId): Promise<void> {
  for (;;) {
    const { rows } = await answer<Response<'outbox.list'>>(station, 'outbox.list', { studyId });
    expect(rows.filter(({ state }) => state === 'refused' || state === 'held')).toEqual([]);
    if (rows.length > 0 && rows.every(({ state }) => state === 'delivered')) return;
    await setImmediate();
  }
}
