import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import type { Response } from '../../shared/contract/index.ts';
import type { ReviewId } from '../../shared/model/ids.ts';
import { SourceSettings } from '../../shared/model/source-settings.ts';
import { startOrthanc } from '../bench/lib/orthanc.ts';
import type { Orthanc } from '../bench/lib/orthanc.ts';
import { answer, newStation, PASSPHRASE } from '../faults/store/station-fixture.ts';
import { hasPeer } from '../helpers/peers.ts';
import { as, practiceOn, programmeFor } from '../integration/review/practice.ts';
import { enterAs } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { part } from './helpers/review-exchange.ts';
import { shotsIn } from './helpers/shots.ts';
import { FULL_HD, resizeTo } from './helpers/sizes.ts';
import { askStation } from './helpers/station.ts';

const [CORA, BEN] = ['Cora Coordinator', 'Ben South'] as const;
const WAIT = { timeout: 30_000 };
const stores = { cora: temporaryStore(), ben: temporaryStore() };
const shoot = shotsIn('review-node');

describe.skipIf(!hasPeer('Orthanc'))('second readings by way of a DICOM node', () => {
  let orthanc: Orthanc;
  let cora: RunningApp;
  let ben: RunningApp;
  let reviewId: ReviewId;

  beforeAll(async () => {
    const settings = { DicomAlwaysAllowFind: true, DicomAlwaysAllowGet: true };
    const [here, there] = [newStation(stores.cora.dataDir), newStation(stores.ben.dataDir)];
    orthanc = await startOrthanc({ durable: false, settings });
    const { people } = await practiceOn(here);
    await as(here, people.cora);
    await there.create(BEN, PASSPHRASE);
    there.access.confirmRecovery();
    for (const [one, other, name, site] of [
      [here, there, 'Ben', 'South'],
      [there, here, 'Cora', 'North'],
    ] as const) {
      const { card, fingerprint } = await answer<Response<'review.card'>>(other, 'review.card', {});
      await answer(one, 'review.enrol', { name, site, card, fingerprint, days: 30 });
    }
    const programmeId = await programmeFor(here, 'Ben, South', { strata: [] });
    const draw = { programmeId, seed: null, count: 1 };
    const { reviewIds } = await answer<Response<'review.draw'>>(here, 'review.draw', draw);
    const [drawn] = reviewIds;
    if (drawn === undefined) throw new Error('nothing was drawn');
    reviewId = drawn;
    // An archive on the machine of the node: whoever sets the node up has to say that it is another server.
    const archive = { kind: 'dimse', name: 'Archive', site: 'South', host: '127.0.0.1', port: 104 };
    there.rooms.transfers.sources.add(
      SourceSettings.parse({ ...archive, calledAe: 'PACS', callingAe: 'NIGHTJAR' }),
      {},
    );
    await here.close();
    await there.close();
    [cora, ben] = await Promise.all([launch(stores.cora.dataDir), launch(stores.ben.dataDir)]);
    await enterAs(cora.page, CORA, PASSPHRASE);
    await enterAs(ben.page, BEN, PASSPHRASE);
    for (const one of [cora, ben]) await resizeTo(one, FULL_HD);
  }, 240_000);

  afterAll(async () => {
    for (const one of [cora, ben]) await one?.close();
    await orthanc?.stop();
    for (const store of Object.values(stores)) store.remove();
  });

  it('are sent and looked for in the window, and a case that an answer moves is shown as it stands then, under what is typed', async () => {
    await setUp(cora.page, async (form) => {
      await form.getByLabel('Host').fill('127.0.0.1');
      await form.getByLabel('Port').fill(String(orthanc.dicomPort));
      await form.getByLabel('Its title').fill('ORTHANC');
    });
    await setUp(ben.page, async (form) => {
      await form.getByLabel('Kind').selectOption('DICOMweb');
      await form.getByLabel('Address').fill(`${orthanc.url}/dicom-web`);
      await form.getByRole('button', { name: 'Set it up' }).click();
      await form.getByText('Studies come from, or results go to, another port of this machine').waitFor(WAIT);
      await shoot(ben, 'same-machine');
      await form.getByLabel('It is another server', { exact: false }).check();
    });
    await shoot(cora, 'to-be-sent');
    await sendTo(cora.page, 'Ben, South');
    await shoot(cora, 'sent');
    expect(await orthanc.get('/instances')).toHaveLength(1);
    await look(ben.page, '1 case to be read taken.');
    await shoot(ben, 'looked');
    await look(ben.page, 'Nothing new is there for you.');

    const { cases } = await askStation(ben.page, 'review.list', {});
    const name = cases[0]?.name ?? '';
    // All its pictures were left out: it is read by itself.
    const pane = await part(ben.page, 'Cases');
    const openCase = pane.getByRole('button', { name: `Open ${name}`, exact: true });
    await openCase.click();
    await pane.getByLabel(/Anything else/).fill('Clear.');
    await pane.getByRole('button', { name: 'Lock findings' }).click(WAIT);
    await pane.getByText('findings locked').waitFor(WAIT);
    await shoot(ben, 'locked');
    await sendTo(ben.page, 'Cora, North');
    await part(ben.page, 'Cases');
    await openCase.click();
    await pane.getByText('Send your findings under Packages', { exact: false }).waitFor(WAIT);

    const list = await part(cora.page, 'Cases');
    await list.getByRole('button', { name: `Open ${name}`, exact: true }).click();
    await list.getByText('to be read').waitFor(WAIT);
    await list.getByRole('button', { name: 'Skip this case …' }).click();
    const skip = cora.page.getByRole('dialog', { name: 'Skip this case' });
    const words = skip.getByLabel('In your words');
    await words.pressSequentially('The same pati');
    await lookBehind(cora.page);
    await list.getByText('findings locked').waitFor(WAIT);
    await words.pressSequentially('ent twice');
    expect(await words.inputValue()).toBe('The same patient twice');
    await shoot(cora, 'moved-under-a-dialog');
    await skip.getByRole('button', { name: 'Leave it' }).click();
    await list.getByRole('button', { name: 'Back to the cases' }).click();
    await list.getByText('findings locked').waitFor(WAIT);

    await sendTo(cora.page, 'Ben, South');
    const reveal = pane.getByRole('button', { name: 'Show the report' });
    expect(await reveal.count()).toBe(0);
    await lookBehind(ben.page);
    await reveal.click(WAIT);
    await pane.getByText('report shown').waitFor(WAIT);
    await shoot(ben, 'revealed');
    expect(await askStation(ben.page, 'review.see', { reviewId })).toMatchObject({ row: { state: 'revealed' } });
    for (const one of [cora, ben]) expect(one.complaints).toEqual([]);
  }, 300_000);
});

async function setUp(page: Page, fill: (form: Locator) => Promise<void>): Promise<void> {
  const packages = await part(page, 'Packages');
  await packages.getByRole('button', { name: 'Set up a node' }).click();
  await packages.getByLabel('Name').fill('Exchange');
  await fill(packages);
  await packages.getByRole('button', { name: 'Set it up' }).click();
  await packages.getByRole('button', { name: 'Look for packages at Exchange' }).waitFor(WAIT);
}

async function sendTo(page: Page, who: string): Promise<void> {
  const packages = await part(page, 'Packages');
  await packages.getByRole('button', { name: `Send to ${who} by Exchange` }).click(WAIT);
  await packages.getByText('The package is at Exchange.').waitFor(WAIT);
}

async function look(page: Page, says: string): Promise<void> {
  const packages = await part(page, 'Packages');
  await packages.getByRole('button', { name: 'Look for packages at Exchange' }).click();
  await packages.getByText(says).waitFor(WAIT);
}

/** Looks at the node while the window shows something else. */
async function lookBehind(page: Page): Promise<void> {
  const { nodes } = await askStation(page, 'review.nodes', {});
  const { jobId } = await askStation(page, 'review.lookAt', { nodeId: nodes[0]?.nodeId ?? '' });
  await expect.poll(async () => (await askStation(page, 'review.looked', { jobId })).looked, WAIT).not.toBeNull();
}
