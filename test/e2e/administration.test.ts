import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';
import { seriousFindings } from './helpers/axe.ts';
import { cutParts } from './helpers/cut.ts';
import { answerOpenDialog, answerSaveDialog } from './helpers/dialogs.ts';
import { settledGlass } from './helpers/desk.ts';
import { confirmRecovery, enterAs, firstStart, lock, recoveryGroups } from './helpers/gate.ts';
import { launch, PASSPHRASE, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { FULL_HD, NARROW, resizeTo, SIZES } from './helpers/sizes.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, focusStudy, importSamples, rowCount, shownRows } from './helpers/worklist.ts';

const KEEPER = { name: 'Kim Keeper', passphrase: 'another horse battery' };
const PROOF = 'Your own passphrase, to show that it is you';
/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'administration');

const store = temporaryStore();
/** A medium that goes to another machine. */
const medium = temporaryStore();
let running: RunningApp;
let patientId = '';

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  running = await launch(store.dataDir, ['--force-device-scale-factor=1.5']);
  const { page } = running;
  await firstStart(page);
  await importSamples(page);
  await closeTransfers(page);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  medium.remove();
});

/** In each size: nothing cut, nothing that axe finds, and a picture. */
async function lookAt(screen: string, sizes = [NARROW]): Promise<void> {
  const { page } = running;
  for (const size of sizes) {
    await resizeTo(running, size);
    await page.screenshot({ path: path.join(shots, `${screen}-${size.name}.png`), scale: 'css' });
    expect(await cutParts(page), `${size.name} ${screen}`).toEqual([]);
  }
  expect(await seriousFindings(page), screen).toEqual([]);
}

const dialog = (name: string) => running.page.getByRole('dialog', { name });

describe('an administrator who is a reader too', () => {
  it('takes over a hostile report template as data, and gives another one a field by keyboard, with the way back', async () => {
    const { page, app } = running;
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'nightjar-template-')), 'wrist.html');
    writeFileSync(
      file,
      `<title>CT wrist</title><script>document.title = 'run'</script><section id="findings" onclick="x()"><p><label for="a">Size</label>
       <input id="a" type="number" data-field-type="NUMBER" data-field-unit="mm"></p><img src="http://x/y.png"></section>`,
    );
    await chooseCommand(page, 'Report templates: import, edit, assign');
    const list = dialog('Report templates');
    await answerOpenDialog(app, [file]);
    await list.getByRole('button', { name: 'Import a template …' }).press('Enter');
    await list.getByRole('list', { name: 'Left out' }).getByText('<script>').waitFor();
    await lookAt('template-import');
    await list.getByRole('button', { name: 'Take over' }).press('Enter');
    await list.getByText('CT wrist: taken over as version 1.').waitFor();
    await list.getByLabel('Find a template').fill('lung cancer');
    await list.locator('summary').press('Enter');
    await list.getByRole('button', { name: 'Edit … CT lung cancer screening, came with the program' }).press('Enter');
    const editor = dialog('Template: CT lung cancer screening');
    await editor.getByRole('button', { name: 'Findings', exact: true }).press('Enter');
    await editor.getByRole('button', { name: 'Add a field' }).press('Enter');
    await editor.getByLabel('Label').fill('Called by');
    await editor.getByLabel('Kind').selectOption('open');
    const form = editor.getByRole('region', { name: 'As the reader sees it' });
    await form.getByLabel('Called by').waitFor();
    await page.keyboard.press('Control+z');
    await editor.getByLabel('Kind').press('Control+z');
    await form.getByLabel('Called by').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+y');
    await form.getByLabel('Called by').waitFor();
    await form.getByLabel('Incomplete, priors awaited').selectOption('No');
    await form.getByLabel('Dominant nodule').selectOption('None');
    await form.getByText('1', { exact: true }).waitFor();
    await lookAt('template-editor');
    await editor.getByRole('button', { name: 'Save as a new version' }).press('Enter');
    await list.getByText('CT lung cancer screening: saved as version 1.').waitFor();
    await list.getByRole('button', { name: 'Close', exact: true }).press('Enter');
    await list.waitFor({ state: 'detached' });
    expect(await page.title()).not.toBe('run');
  });

  it('gives a hanging protocol away as a DICOM object, takes it over as their own, removes it and brings it back', async () => {
    const { page, app } = running;
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'nightjar-protocol-')), 'mr-brain.dcm');
    await chooseCommand(page, 'Settings');
    const group = dialog('Settings').getByRole('group', { name: 'Hanging protocols', exact: true });
    const brain = group.locator('summary', { hasText: 'MR brain' });
    await brain.press('Enter');
    await answerSaveDialog(app, file);
    await group.getByRole('button', { name: 'Export as DICOM … MR brain, came with the program' }).press('Enter');
    await group.getByText(/^Written: /).waitFor();
    await answerOpenDialog(app, [file]);
    await group.getByRole('button', { name: 'Import protocols …' }).press('Enter');
    await group.getByRole('button', { name: 'Take them over' }).press('Enter');
    await group.getByText('Taken over: 1 new, 0 as a new version.').waitFor();
    await group.getByRole('button', { name: 'Remove MR brain, yours' }).press('Enter');
    await group.getByText(/removed. An earlier version can be brought back/).waitFor();
    await group.getByRole('button', { name: 'Versions of MR brain, yours' }).press('Enter');
    await group.getByRole('button', { name: 'Bring back version 1 of MR brain' }).press('Enter');
    await group.getByText('MR brain: version 1 is back, as version 3.').waitFor();
    const { protocols } = await askStation(page, 'hanging.protocols', {});
    expect(protocols.find(({ id }) => id === 'mr-brain')).toMatchObject({ scope: 'user', version: 3 });
    await brain.scrollIntoViewIfNeeded();
    await lookAt('hanging-protocols');
    await page.keyboard.press('Escape');
    rmSync(path.dirname(file), { recursive: true });
  });

  it('keeps a hanging protocol for the site, says that their own hangs before it, gives the site’s away signed and takes an earlier version back', async () => {
    const { page, app } = running;
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'nightjar-bundle-')), 'site.json');
    await chooseCommand(page, 'Settings');
    const group = dialog('Settings').getByRole('group', { name: 'Hanging protocols', exact: true });
    await group.locator('summary', { hasText: 'MR brain' }).press('Enter');
    await group.getByRole('button', { name: 'Edit … MR brain, came with the program' }).press('Enter');
    const editor = dialog('Edit hanging protocol: MR brain');
    for (const [at, note] of ['First.', 'Second.'].entries()) {
      await editor.getByRole('tab', { name: 'Studies' }).click();
      await editor.getByRole('textbox', { name: 'Note' }).fill(note);
      await editor.getByRole('combobox', { name: 'It is to count' }).selectOption('site');
      await page.keyboard.press('Control+s');
      await editor.getByText(`as version ${at + 1}. For you, your own hangs before it.`).waitFor();
    }
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await group.getByRole('button', { name: 'Versions of MR brain, of the site' }).press('Enter');
    await group.getByRole('button', { name: 'Bring back version 1 of MR brain' }).press('Enter');
    await group.getByText('MR brain: version 1 is back, as version 3.').waitFor();
    await answerSaveDialog(app, file);
    await group.getByRole('combobox', { name: 'Signed bundle of' }).selectOption('site');
    await group.getByRole('button', { name: 'Export the bundle …' }).press('Enter');
    await group.getByText(/This station signed it\.$/).waitFor();
    await answerOpenDialog(app, [file]);
    await group.getByRole('button', { name: 'Import protocols …' }).press('Enter');
    const found = group.getByRole('region', { name: 'Protocols to import' });
    await found.getByText('Signed by this station.').waitFor();
    await found.getByText('First.').waitFor();
    await found.getByRole('button', { name: 'Leave it' }).press('Enter');
    await page.keyboard.press('Escape');
    rmSync(path.dirname(file), { recursive: true });
  });

  it('erases a study by keyboard, after its count was typed, and it is gone', async () => {
    const { page } = running;
    await expect.poll(() => rowCount(page), { timeout: 30_000 }).toBe(6);
    const ct = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP');
    await focusStudy(page, ct?.studyUid ?? '');
    await chooseCommand(page, 'Erase studies for good');
    await dialog('Erase studies for good').waitFor();
    await lookAt('erase-choose');
    // The study that was chosen in the list is chosen here.
    await page.keyboard.press('Enter');
    const counted = page.getByRole('region', { name: 'How much it is' });
    await counted.waitFor();
    const objects = /Images and other objects\s*([\d,]+)/.exec(await counted.innerText())?.[1]?.replace(',', '') ?? '';
    await page.keyboard.type(objects);
    await page.keyboard.press('Tab');
    await page.keyboard.type('not my passphrase');
    await page.keyboard.press('Enter');
    await page.getByText(/This passphrase does not open the store/).waitFor();
    await lookAt('erase-counted');
    await page.getByLabel(PROOF).focus();
    await page.keyboard.type(PASSPHRASE);
    await page.keyboard.press('Enter');
    const done = page.getByRole('region', { name: 'Erased' });
    await done.waitFor({ timeout: 60_000 });
    await lookAt('erase-done');
    expect(await done.innerText()).toMatch(new RegExp(`Files removed\\s*${objects}`));
    await page.keyboard.press('Enter');
    await dialog('Erase studies for good').waitFor({ state: 'detached' });
    await expect.poll(() => rowCount(page), { timeout: 30_000 }).toBe(5);
    expect((await shownRows(page)).map((row) => row.studyUid)).not.toContain(ct?.studyUid);
  });

  it('changes the key of the store, and reads on', async () => {
    const { page } = running;
    await chooseCommand(page, 'Change keys of this store');
    await dialog('Keys of this store').waitFor();
    await lookAt('keys');
    await page.getByLabel(PROOF).fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByText('The store has a new key.').waitFor({ timeout: 60_000 });
    await lookAt('keys-done', [FULL_HD]);
    await page.keyboard.press('Enter');
    await expect.poll(() => rowCount(page), { timeout: 30_000 }).toBe(5);
  });

  it('sets the policy, makes a new recovery key, and gives a person other roles', async () => {
    const { page } = running;
    const { person } = await askStation(page, 'people.add', {
      ...{ name: KEEPER.name, roles: ['administrator', 'reviewer'], passphrase: KEEPER.passphrase, proof: PASSPHRASE },
    });
    await page.keyboard.press('Control+,');
    await page.getByRole('button', { name: 'Change the policy' }).click();
    await page.getByRole('combobox', { name: 'Lock at the latest after' }).selectOption('30');
    await page
      .getByRole('combobox', { name: 'Ask for the passphrase again at a signature after' })
      .selectOption({ label: '1 min' });
    await page.getByLabel(PROOF).fill(PASSPHRASE);
    await lookAt('policy');
    await page.getByRole('button', { name: 'Change it for everybody' }).click();
    await page.getByText(/Locks after 30 min without a touch at the latest\. .*after 1 min\./).waitFor();
    await page.getByRole('button', { name: 'Make a new recovery key' }).click();
    await page.getByLabel(PROOF).fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Make the new key' }).click();
    const groups = await recoveryGroups(page);
    await confirmRecovery(page, groups);

    await chooseCommand(page, 'People of this store');
    await page.getByRole('group', { name: KEEPER.name }).getByRole('button', { name: 'Roles' }).click();
    await page.getByRole('checkbox', { name: /^Reviewer/ }).uncheck();
    await page.getByLabel(PROOF).fill(PASSPHRASE);
    await lookAt('roles');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'People' }).getByText('Administrator', { exact: true }).waitFor();
    const { people } = await askStation(page, 'people.list', {});
    expect(people.find(({ personId }) => personId === person.personId)?.roles).toEqual(['administrator']);
    await page.keyboard.press('Escape');
  });

  it('says in the settings where they read, and finds no profile of a site there', async () => {
    const { page } = running;
    await page.keyboard.press('Control+,');
    const sites = page.getByRole('group', { name: 'Sites' });
    await sites.getByText('No profile of a site: no licence, privilege or place is asked for.').waitFor();
    await sites.getByLabel('Country, or part of one (DE, US-PA)').fill('de-by');
    await page.keyboard.press('Enter');
    await sites.getByText('You read in DE-BY.').waitFor();
    await sites.scrollIntoViewIfNeeded();
    await lookAt('settings-sites');
    await page.keyboard.press('Escape');
  });
});

describe('an administrator who is shown no patients', () => {
  it('is told so, and finds what is for them', async () => {
    const { page } = running;
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    patientId = rows.find(({ modalities }) => modalities.includes('MR'))?.patient.patientId ?? '';
    await lock(page);
    await enterAs(page, KEEPER.name, KEEPER.passphrase, page.getByText('No patients for this role'));
    expect(await page.getByRole('grid').count()).toBe(0);
    await lookAt('no-patients');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('open');
    expect(await page.getByRole('option', { name: 'Put the study aside' }).count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  it('opens one study in an emergency by keyboard, under a line that says so, until they end it', async () => {
    const { page } = running;
    await chooseCommand(page, 'Emergency access to a study');
    await dialog('Emergency access').waitFor();
    // The kind of number, then the number.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.type(patientId);
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { checked: true }).waitFor();
    await page.getByLabel(/^Reason, in your words/).focus();
    await page.keyboard.type('The reader does not answer the phone.');
    await page.keyboard.press('Tab');
    await page.keyboard.type(KEEPER.passphrase);
    await lookAt('emergency-ask');
    await page.keyboard.press('Enter');
    await page.getByText('Emergency access to one study until').waitFor({ timeout: 60_000 });
    await settledGlass(page, 'v1-1', { state: 'shown' });
    await lookAt('emergency-desk', [...SIZES, FULL_HD]);
    expect(await page.getByRole('region', { name: 'Report', exact: true }).count()).toBe(0);
    await chooseCommand(page, 'End emergency access');
    await page.getByText('No patients for this role').waitFor();
    expect(await page.locator('[data-viewport-id]').count()).toBe(0);
    const { records } = await askStation(page, 'audit.search', {
      filter: { personId: null, command: null, subject: null, from: null, to: null },
      ...{ before: null, limit: 20 },
    });
    const acts = records.map(({ command }) => command).filter((command) => /^access\.(br|em)|^study\./.test(command));
    expect(acts.slice(0, 4)).toEqual([
      ...['access.breakGlassEnded', 'study.open', 'access.breakGlass', 'access.emergencySearch'],
    ]);
  });

  it('is reviewed by somebody else', async () => {
    const { page } = running;
    await lock(page);
    await enterAs(page, READER, PASSPHRASE);
    await chooseCommand(page, 'Emergency accesses to review');
    await page.getByText('The reader does not answer the phone.').waitFor();
    await page.getByLabel('Note').fill('Asked on the phone.');
    await lookAt('reviews');
    await page.getByRole('button', { name: `Justified: access of ${KEEPER.name}`, exact: true }).press('Enter');
    await page.getByText('Reviewed: justified.').waitFor();
    await page.keyboard.press('Escape');
  });
});

describe('somebody who left', () => {
  it('is revoked, then erased, and the store knows no name of theirs', async () => {
    const { page } = running;
    await chooseCommand(page, 'People of this store');
    const kim = page.getByRole('group', { name: KEEPER.name });
    await kim.getByRole('button', { name: 'Revoke' }).click();
    await page.getByLabel(PROOF).fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await kim.getByRole('button', { name: 'Erase' }).click({ timeout: 60_000 });
    await page.getByLabel(`Type the name to go on: ${KEEPER.name}`).fill(KEEPER.name);
    await page.getByLabel(PROOF).fill(PASSPHRASE);
    await lookAt('erase-person');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'People' }).getByText('Former person').waitFor({ timeout: 60_000 });
    await lookAt('people-after', [FULL_HD]);
    const { people } = await askStation(page, 'people.list', {});
    expect(people.map(({ name }) => name).sort()).toEqual([READER, 'Former person'].sort());
    await page.keyboard.press('Escape');
    expect(readFileSync(path.join(store.dataDir, 'slots.json'), 'utf8')).not.toContain(KEEPER.name);
  });
});

describe('a store that goes to another machine', () => {
  it('is packed from the settings, and says from then on what happened to it and what can be done', async () => {
    const { page, app } = running;
    await page.keyboard.press('Control+,');
    const settings = dialog('Settings');
    await settings.getByText('Where the folder lies, and how much is proved').click();
    await settings.getByLabel(/^The folder lies in/).fill('us-pa');
    await lookAt('backup-place');
    await settings.getByRole('button', { name: 'Move to another machine …' }).click();
    await page.getByLabel(PROOF).fill(PASSPHRASE);
    await page.getByLabel(PROOF).scrollIntoViewIfNeeded();
    await lookAt('move-ask');
    await answerOpenDialog(app, [medium.dataDir]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'This store was moved to another machine' }).waitFor({ timeout: 60_000 });
    await page.getByText(medium.dataDir).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await lookAt('moved', [...SIZES, FULL_HD, NARROW]);
  });

  it('is looked at by one key after the unlock, and takes no new work', async () => {
    const { page } = running;
    await lock(page);
    await enterAs(page, READER, PASSPHRASE, page.getByRole('heading', { name: /was moved to another machine/ }));
    await page.keyboard.press('Enter');
    await expect.poll(() => rowCount(page), { timeout: 30_000 }).toBe(5);
    await page.getByText('This store was moved to another machine.').waitFor();
    await lookAt('moved-list', [NARROW, ...SIZES]);
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    const studyId = rows[0]?.studyId;
    if (studyId === undefined) throw new Error('no study');
    await expect(askStation(page, 'report.create', { studyId, templateId: 'general' })).rejects.toThrow('store/moved');
  });

  it('is taken back by keyboard with the word that its package is destroyed, and works again', async () => {
    const { page } = running;
    await page.getByRole('button', { name: 'What to do' }).press('Enter');
    await page.getByRole('button', { name: 'Take it back …' }).press('Enter');
    await page.getByRole('checkbox', { name: /^The package is destroyed/ }).press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSPHRASE);
    await lookAt('take-back', [NARROW, ...SIZES]);
    await page.keyboard.press('Enter');
    await expect.poll(() => rowCount(page), { timeout: 60_000 }).toBe(5);
    expect(await page.getByText(/This store was moved/).count()).toBe(0);
    const { movement } = await askStation(page, 'access.state', {});
    expect(movement).toBeNull();
    expect(running.complaints).toEqual([]);
  });
});
