import { afterAll, beforeAll, expect, it } from 'vitest';
import { answer, newStation, PASSPHRASE } from '../faults/store/station-fixture.ts';
import { as, drawn, opened, practiceOn, READ } from '../integration/review/practice.ts';
import { enterAs, lock } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { shotsIn } from './helpers/shots.ts';
import { FULL_HD, resizeTo } from './helpers/sizes.ts';

const [ADA, BEN, CORA, DORA] = ['Ada Reader', 'Ben Reviewer', 'Cora Coordinator', 'Dora Second'] as const;
const store = temporaryStore();
const shoot = shotsIn('review-reply');
let running: RunningApp;

beforeAll(async () => {
  const station = newStation(store.dataDir);
  const { people } = await practiceOn(station);
  const proof = { passphrase: PASSPHRASE, proof: PASSPHRASE };
  await answer(station, 'people.add', { ...{ name: DORA, roles: ['reviewer'] }, ...proof });
  await as(station, people.cora);
  const { reviewId } = await drawn(station);
  await as(station, people.ben);
  await opened(station, reviewId);
  await answer(station, 'review.saveRead', { reviewId, read: READ });
  await answer(station, 'review.lock', { reviewId });
  await answer(station, 'review.move', { reviewId, move: { kind: 'reveal' } });
  const scoring = {
    ...{ score: '2a', legacy4: false, comment: 'A scar would look like this.', errorClass: 'interpretation' },
    ...{ factors: ['missing-prior'], learningPoint: 'Compare with the older film', greatCall: false },
    patientAffected: false,
  };
  await answer(station, 'review.move', { reviewId, move: { kind: 'score', scoring } });
  await as(station, people.cora);
  await answer(station, 'review.move', { reviewId, move: { kind: 'agree' } });
  await station.close();
  running = await launch(store.dataDir);
}, 240_000);

afterAll(async () => {
  await running?.close();
  store.remove();
});

const shot = (name: string): Promise<void> => shoot(running, name);

it('who wrote a report sees what came of it, disagrees, is arbitrated, and agrees in the end', async () => {
  const { page } = running;
  const dialog = page.getByRole('dialog', { name: 'Second readings' });
  const reply = page.getByRole('dialog', { name: 'Your reply to the second reading' });
  const enter = async (name: string, passphrase = PASSPHRASE): Promise<void> => {
    await enterAs(page, name, passphrase);
    await resizeTo(running, FULL_HD);
    await chooseCommand(page, 'Second readings: review the reports of others');
    await dialog.getByRole('button', { name: /^Open CASE-/ }).waitFor();
  };
  const leave = async (): Promise<void> => {
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await lock(page);
  };
  const openCase = (): Promise<void> => dialog.getByRole('button', { name: /^Open CASE-/ }).click();
  await enter(ADA);
  await shot('own-in-the-list');
  await openCase();
  await dialog.getByText('Score 2a: Understandable miss, unlikely to matter').waitFor();
  const told = await dialog.innerText();
  for (const name of [BEN, CORA, DORA]) expect(told).not.toContain(name);
  await shot('own-case');
  await dialog.getByRole('button', { name: 'Reply …' }).click();
  expect(await reply.getByRole('button', { name: 'Reply', exact: true }).isEnabled()).toBe(false);
  await reply.getByRole('radio', { name: /^I disagree/ }).check();
  expect(await reply.getByRole('button', { name: 'Disagree', exact: true }).isEnabled()).toBe(false);
  await reply.getByLabel('In your words').fill('The wall is thick: I would call it a cavity again.');
  await shot('disagree');
  await reply.getByRole('button', { name: 'Disagree', exact: true }).click();
  await dialog.getByText(/^in arbitration$/).waitFor();
  await dialog.getByText(/Its reader asked for arbitration: The wall is thick/).waitFor();
  // A reply is given when it has come to something again.
  expect(await dialog.getByRole('button', { name: /^(Reply|Disagree)/ }).count()).toBe(0);
  await shot('in-arbitration');
  await leave();

  await enter(CORA);
  await openCase();
  await dialog.getByRole('button', { name: 'Ask for an opinion …' }).click();
  const ask = page.getByRole('dialog', { name: 'Ask for an opinion' });
  await ask.getByLabel('Reader').selectOption(DORA);
  await shot('ask');
  await ask.getByRole('button', { name: 'Ask for an opinion' }).click();
  await dialog.getByText('The second opinion is still to come').waitFor();
  // Nothing is to be done by whoever runs it until the opinion is there.
  expect(await dialog.getByRole('button', { name: /Settle|Ask for an opinion/ }).count()).toBe(0);
  await leave();

  await enter(DORA);
  await openCase();
  const pane = page.getByRole('complementary').filter({ hasText: 'CASE-' });
  await pane.getByRole('button', { name: 'Give your opinion' }).click();
  const opine = page.getByRole('dialog', { name: 'Give your opinion' });
  await opine.getByRole('radio', { name: /^2b/ }).click();
  // A 2b without a comment would be refused after the words were typed.
  expect(await opine.getByRole('button', { name: 'Give your opinion' }).isEnabled()).toBe(false);
  await opine.getByRole('radio', { name: /^2a/ }).click();
  await opine.getByLabel('Comment').fill('A scar, I think.');
  await shot('opinion');
  await opine.getByRole('button', { name: 'Give your opinion' }).click();
  await pane.getByText(/The second opinion: 2a A scar, I think\./).waitFor();
  expect(await pane.getByRole('button', { name: 'Give your opinion' }).count()).toBe(0);
  await shot('opinion-given');
  await page.getByRole('button', { name: 'Close study' }).click();
  await lock(page);

  await enter(CORA);
  await openCase();
  await dialog.getByRole('button', { name: 'Settle', exact: true }).click();
  const settle = page.getByRole('dialog', { name: 'Settle' });
  // Only what somebody gave can stand in the end.
  expect(await settle.getByRole('radio').count()).toBe(1);
  await settle.getByRole('radio', { name: /^2a/ }).click();
  await shot('settle');
  await settle.getByRole('button', { name: 'Settle', exact: true }).click();
  await dialog.getByText(/Arbitration: upheld, 2a/).waitFor();
  await leave();

  await enter(ADA);
  await openCase();
  await dialog.getByRole('button', { name: 'Reply …' }).click();
  // Arbitration was asked for once.
  expect(await reply.getByRole('radio').count()).toBe(2);
  await reply.getByRole('radio', { name: /^I agree/ }).check();
  await shot('agree');
  await reply.getByRole('button', { name: 'Reply', exact: true }).click();
  await dialog.getByText('Its reader agrees').waitFor();
  expect(await dialog.getByRole('button', { name: /^(Reply|Disagree)/ }).count()).toBe(0);
  await shot('replied');
  expect(running.complaints).toEqual([]);
});
