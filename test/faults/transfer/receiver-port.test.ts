import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { MoveReceivers } from '../../../electron/station/transfer/retrieve/move-receivers.ts';
import type { StoredSource } from '../../../electron/station/transfer/source-list/source-list.ts';
import { SourceId } from '../../../shared/model/ids.ts';
import { DimseSettings } from '../../../shared/model/source-settings.ts';
import { takesConnections } from '../../helpers/listening.ts';
import { idOf } from '../../helpers/report-document.ts';
import { realHost } from '../../integration/import/import-fixture.ts';

it('F03: a port that what is left of a killed station holds is taken by itself when it is free', async () => {
  const holder = net.createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as AddressInfo;
  const peer = {
    kind: 'dimse',
    name: 'PACS',
    site: 'Anna',
    host: '127.0.0.1',
    port: 104,
    calledAe: 'A',
    callingAe: 'B',
  };
  const settings = DimseSettings.parse({ ...peer, receiver: { ae: 'NIGHTJAR', host: '127.0.0.1', port } });
  const stored: StoredSource = {
    ...{ sourceId: SourceId.parse(idOf('source')), settings, proofs: {}, secrets: [], managedBy: null, paused: false },
    changedAt: '2026-11-22T12:00:00.000Z',
  };
  const said: string[] = [];
  const log = { info: () => undefined, warn: (event: string) => void said.push(event), error: () => undefined };
  const receivers = new MoveReceivers({
    ...{ host: realHost(), log, sources: () => [stored] },
    ...{ turnedAway: () => undefined, commitment: () => undefined },
    sink: { begin: () => Promise.reject(new Error('nobody sends here')) },
  });
  onTestFinished(() => receivers.close());
  await receivers.ready();
  expect(said).toContain('receiver.not-open');
  await new Promise((resolve) => holder.close(resolve));
  // Nothing asks for it: no transfer begins, and no source is changed.
  await expect.poll(() => takesConnections(port), { timeout: 30_000 }).toBe(true);
});
