import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ctImage, element } from '../helpers/dicom-builder.ts';
import { chestCad, NODULE } from '../helpers/program-reports.ts';
import { hasTestdata, testdata } from '../helpers/testdata.ts';
import { BESIDE } from './helpers/beside-protocol.ts';
import { closeStudy, drag, focusViewport, openStudy, readGlass, scrollTo, settledGlass } from './helpers/desk.ts';
import type { Glass } from './helpers/desk.ts';
import { firstStart, lock, unlock } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { answerOpenDialog } from './helpers/dialogs.ts';
import { draftSaved, writeSection } from './helpers/report.ts';
import { chooseCommand } from './helpers/palette.ts';
import { studyOfSample } from './helpers/samples.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importSamples, shownRows } from './helpers/worklist.ts';

const store = temporaryStore();
let running: RunningApp;
let studyUid = '';
let kept: Glass = {};
/** As it was saved as a hanging protocol. */
let inverted: Glass = {};

beforeAll(async () => {
  running = await launch(store.dataDir);
  const { page } = running;
  await firstStart(page);
  await importSamples(page);
}, 120_000);

afterAll(async () => {
  await running?.close();
  store.remove();
});

/** What of a picture a kept view must give back. */
function shown(glass: Glass): Glass {
  const names = [
    ...['studyUid', 'seriesUid', 'sopUid', 'objectId', 'frame', 'index', 'windowCenter', 'windowWidth'],
    ...['voiFunction', 'invert', 'zoom', 'rotation', 'flip', 'orientation'],
  ];
  return Object.fromEntries(names.map((name) => [name, glass[name]]));
}

/** Of a picture that a study is read by. */
const SIDE = 64;

/** A chest CT of somebody else, from another site. @returns its study UID */
function writeChestCt(folder: string): string {
  const [study, series] = ['1.2.826.0.1.77', '1.2.826.0.1.77.1'];
  for (let n = 1; n <= 40; n += 1) {
    const own = [
      ...[element(0x00100010, 'PN', 'OTHER^PATIENT'), element(0x00100020, 'LO', 'OTHER')],
      ...[element(0x00081030, 'LO', 'CT CHEST'), element(0x0008103e, 'LO', 'Thorax 5.0')],
      ...[element(0x0020000d, 'UI', study), element(0x0020000e, 'UI', series), element(0x00200052, 'UI', `${study}.9`)],
      ...[element(0x00200011, 'IS', '7'), element(0x00200013, 'IS', String(n)), element(0x00180050, 'DS', '2.5')],
      ...[element(0x00200032, 'DS', `0\\0\\${2.5 * n}`), element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0')],
      // Fewer pixels than this are a map, and no picture to read first.
      ...[element(0x00280010, 'US', SIDE), element(0x00280011, 'US', SIDE)],
      element(
        0x7fe00010,
        'OW',
        Array.from({ length: SIDE * SIDE }, (_, at) => (at % SIDE) * 20 + n),
      ),
      ...[element(0x00280030, 'DS', '1\\1'), element(0x00281052, 'DS', '-1024'), element(0x00281053, 'DS', '1')],
    ];
    writeFileSync(path.join(folder, `${n}.dcm`), ctImage(own));
  }
  return study;
}

/** Of the study on the desk, by what its viewports say. */
const currentStudy = () =>
  running.page
    .locator('[data-viewport-id][data-role="current"]')
    .first()
    .getAttribute('data-study-uid', { timeout: 30_000 })
    .then((uid) => uid ?? '');

/** Where a place of the picture stands on the screen: the middle of the viewport, in pixels of the picture. */
const layers = () => running.page.locator('[data-viewport-id="v1-1"] [data-layers]').getAttribute('data-layers');

describe('what a reader sees and keeps', () => {
  it('hangs the chest CT', async () => {
    const { page } = running;
    await expect.poll(async () => (await shownRows(page)).length, { timeout: 30_000 }).toBe(6);
    studyUid = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP')?.studyUid ?? '';
    await openStudy(page, studyUid);
  });

  it('steps through the stages of its hanging, says why it hangs so, and hangs by another protocol', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    const stage = page.getByRole('group', { name: 'Stages of the hanging' });
    const windows = async () => (await readGlass(page, 'v1-1'))['windowWidth'];
    await stage.getByText('1 of 4').waitFor();
    expect(await windows()).toBe('400');
    await page.keyboard.press('Shift+N');
    await stage.getByText('2 of 4').waitFor();
    await settledGlass(page, 'v1-1', { windowCenter: '-600', windowWidth: '1500' });
    expect(await readGlass(page, 'v1-2')).toMatchObject({ role: 'prior' });
    for (const at of ['3 of 4', '4 of 4']) {
      await focusViewport(page, 'v1-1');
      await page.keyboard.press('Shift+N');
      await stage.getByText(at).waitFor();
    }
    await settledGlass(page, 'mpr-coronal');
    for (const at of ['3 of 4', '2 of 4', '1 of 4']) {
      await chooseCommand(page, 'Previous stage of the hanging');
      await stage.getByText(at).waitFor();
    }
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Shift+W');
    const why = page.getByRole('dialog', { name: 'Why this hanging?' });
    await why.getByText('modality CT: needed, +10').first().waitFor();
    expect(await why.innerText()).toMatch(/CT chest and abdomen \d+ points · hangs/);
    await why.getByRole('button', { name: 'Another protocol …' }).click();
    const choice = page.getByRole('dialog', { name: 'Another hanging protocol' });
    await choice.getByRole('button', { name: /Built-in hanging/ }).click();
    await page.getByText('Hanging: CT with prior').waitFor();
    await chooseCommand(page, 'Another hanging protocol');
    await choice.getByRole('button', { name: /CT chest and abdomen/ }).click();
    await stage.getByText('1 of 4').waitFor();
    await settledGlass(page, 'v1-1');
  });

  it('is hung as the reader edits its protocol, by keys alone', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Alt+Shift+K');
    const editor = page.getByRole('dialog', { name: 'Edit hanging protocol: CT chest and abdomen' });
    const cells = editor.getByRole('listbox', { name: 'Cells of With prior', exact: true }).getByRole('option');
    await expect.poll(() => cells.count(), { timeout: 30_000 }).toBe(2);
    await page.keyboard.press('F6');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => cells.count()).toBe(1);
    await page.keyboard.press('Control+z');
    await expect.poll(() => cells.count()).toBe(2);
    await page.keyboard.press('Control+Shift+Z');
    await expect.poll(() => cells.count()).toBe(1);
    // The cell still has the keys: its first field is one Enter away.
    await page.keyboard.press('Enter');
    await page.locator('select:focus').waitFor();
    await page.keyboard.press('Escape');
    await editor.getByText('What you changed is not kept.').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+s');
    await editor.getByText('Kept for you, as version 1.').waitFor();
    await editor.getByRole('button', { name: 'Close and hang the case so' }).press('Enter');
    await expect.poll(() => page.locator('[data-viewport-id]').count(), { timeout: 30_000 }).toBe(1);
    await settledGlass(page, 'v1-1', { role: 'current', windowWidth: '400' });
    await askStation(page, 'hanging.remove', { owner: { scope: 'user' }, id: 'ct-chest-abdomen' });
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Alt+r');
    await settledGlass(page, 'v1-2', { role: 'prior' });
  });

  it('is marked as a key image with K, with a title and a note, and stands on the slice bar', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    await scrollTo(page, 'v1-1', 'Home', 0);
    await scrollTo(page, 'v1-1', 'PageDown', 10);
    await page.keyboard.press('k');
    const strip = page.getByRole('complementary', { name: 'Key images' });
    await strip.getByRole('group', { name: 'Key image Of Interest' }).waitFor();
    await strip.getByLabel('Title of the key image').selectOption('teaching');
    await strip.getByRole('group', { name: 'Key image For Teaching' }).waitFor();
    await strip.getByLabel('Note of the key image').fill('spiculated');
    await page.keyboard.press('Enter');
    await focusViewport(page, 'v1-1');
    await expect
      .poll(() => page.locator('[data-viewport-id="v1-1"] canvas[data-keys]').getAttribute('data-keys'))
      .toBe('11');
    await page.locator('[data-viewport-id="v1-1"]').getByText('★ Key image: For Teaching').waitFor();
    await page.keyboard.press('k');
    await expect.poll(() => strip.count()).toBe(0);
    await page.keyboard.press('k');
    await strip.getByRole('group', { name: 'Key image Of Interest' }).waitFor();
  });

  it('is kept with Shift K and comes back exactly: picture, window, zoom, centre, rotation, flip', async () => {
    const { page } = running;
    await page.keyboard.press('3');
    await page.keyboard.press('Alt+i');
    await page.keyboard.press('Alt+o');
    await page.keyboard.press('Alt+v');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.keyboard.press('l');
    await drag(page, 'v1-1', [140, 220], [220, 280]);
    kept = await settledGlass(page, 'v1-1', { windowCenter: '-600', invert: 'true', flip: 'true' });
    await page.keyboard.press('Shift+K');
    await page.getByRole('group', { name: 'View View 1' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await scrollTo(page, 'v1-1', 'Home', 0);
    expect(shown(await readGlass(page, 'v1-1'))).not.toEqual(shown(kept));
    await page.getByRole('button', { name: 'Show view View 1' }).click();
    await expect.poll(async () => shown(await readGlass(page, 'v1-1')), { timeout: 30_000 }).toEqual(shown(kept));
  });

  it('is kept as a segmentation with Alt S where something was drawn around, and stands over its picture', async () => {
    const { page } = running;
    await page.keyboard.press('r');
    await page.keyboard.press('e');
    await drag(page, 'v1-1', [240, 240], [320, 300]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+s');
    const dialog = page.getByRole('dialog', { name: 'Keep regions as a segmentation' });
    await dialog.getByRole('checkbox', { name: /^M2/ }).check();
    await dialog.getByLabel('Name of segment 1').fill('Nodule left');
    await dialog.getByLabel('Type of segment 1').selectOption('27925004');
    await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
    const panel = page.getByRole('complementary', { name: 'Object' });
    await panel.getByRole('slider', { name: 'Opacity of Nodule left, per cent' }).waitFor({ timeout: 30_000 });
    await expect.poll(layers, { timeout: 30_000 }).toContain('Nodule left');
    await panel.getByRole('button', { name: 'Close' }).click();
    await focusViewport(page, 'v1-1');
  });

  it('comes back with what was drawn, when the drawing itself is gone', async () => {
    const { page } = running;
    await page.keyboard.press('g');
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Show view View 1' }).click();
    await expect.poll(layers, { timeout: 30_000 }).toContain('View View 1');
    const words = page.locator('[data-viewport-id="v1-1"] [data-layers] text', { hasText: /M1: .* mm/ });
    await words.first().waitFor();
  });

  it('comes back when the study is opened again, marks and all', async () => {
    const { page } = running;
    await closeStudy(page);
    await openStudy(page, studyUid);
    await page.getByRole('group', { name: 'Key image Of Interest' }).waitFor();
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('r');
    await scrollTo(page, 'v1-1', 'Home', 0);
    await page.getByRole('button', { name: 'Show view View 1' }).click();
    await expect.poll(async () => shown(await readGlass(page, 'v1-1')), { timeout: 30_000 }).toEqual(shown(kept));
  });

  it('is followed as a lesion: marked with Alt B, in the ledger with Alt G, and a press on its value shows it', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('l');
    await drag(page, 'v1-1', [140, 220], [220, 280]);
    const { index = '' } = await settledGlass(page, 'v1-1');
    await page.getByText(/^measurements saved/).waitFor();
    await page.keyboard.press('Alt+b');
    const dialog = page.getByRole('dialog', { name: /^Lesion on/ });
    await dialog.getByLabel('Organ').fill('liver');
    await dialog.getByRole('button', { name: 'Enter' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Alt+g');
    const value = page.getByRole('row', { name: /T1 liver/ }).getByRole('button', { name: /^\d+\.\d mm$/ });
    await value.waitFor();
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('End');
    await expect.poll(async () => (await readGlass(page, 'v1-1'))['index'], { timeout: 30_000 }).not.toBe(index);
    await value.click();
    await settledGlass(page, 'v1-1', { index });
  });

  it('marks of a detection program stand beside the study, come over the picture with Shift D, and Alt D goes to them', async () => {
    const { page, app } = running;
    await closeStudy(page);
    const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-cad-'));
    const of = studyOfSample('ct-chest/0040.dcm');
    const image = { sopUid: of.sopUid, sopClass: of.sopClass, frame: null };
    const nodule = { what: NODULE, intent: '111150', certainty: 78, image } as const;
    const at = [{ name: 'Center', type: 'POINT', points: [[90.5, 110.5]] }] as const;
    writeFileSync(path.join(folder, 'cad.dcm'), chestCad(of, [{ ...nodule, shapes: at }]));
    writeFileSync(path.join(folder, 'failed.dcm'), chestCad(of, [], 'failed', 911));
    await answerOpenDialog(app, [folder]);
    await chooseCommand(page, 'Import a folder');
    const finished = page.getByRole('complementary', { name: 'Transfers' }).getByText('Import ✓ finished');
    await expect.poll(() => finished.count(), { timeout: 30_000 }).toBe(2);
    rmSync(folder, { recursive: true });
    await closeTransfers(page);
    await openStudy(page, studyUid);
    await page.locator('[data-detections="done"]', { hasText: 'Lung Finder 2.4: 1 mark · off' }).waitFor();
    await page.locator('[data-detections="failed"]', { hasText: 'detection failed' }).waitFor();
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Alt+d');
    await settledGlass(page, 'v1-1', { sopUid: of.sopUid });
    await expect.poll(layers, { timeout: 30_000 }).toContain('CAD Lung Finder 2.4 (AI)');
    await page.getByText('1 of 1 · Nodule · certainty of finding 78 %').waitFor();
    await page.keyboard.press('Shift+D');
    await page.locator('[data-detections="done"]', { hasText: '· off' }).waitFor();
    await expect.poll(() => page.getByText('Nodule · certainty').count(), { timeout: 30_000 }).toBe(0);
  });

  it('hangs its key image, what a program found and that it has no report beside each other, and begins at the mark', async () => {
    const { page } = running;
    await askStation(page, 'hanging.save', { owner: { scope: 'user' }, document: BESIDE, after: 0 });
    await closeStudy(page);
    await openStudy(page, studyUid);
    await chooseCommand(page, 'Another hanging protocol');
    const choice = page.getByRole('dialog', { name: 'Another hanging protocol' });
    await choice.getByRole('button', { name: /Beside the pictures/ }).click();
    await page.getByText('Hanging: Beside the pictures').waitFor();
    await settledGlass(page, 'v1-1', { count: '1' });
    const { sopUid } = studyOfSample('ct-chest/0040.dcm');
    await settledGlass(page, 'v1-2', { sopUid, windowWidth: '1500' });
    await page.locator('[data-viewport-id="v1-2"] [data-layers*="CAD Lung Finder"]').waitFor({ state: 'attached' });
    await page.getByText('It is not there.').waitFor();
    await askStation(page, 'hanging.remove', { owner: { scope: 'user' }, id: 'beside' });
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Alt+r');
    await settledGlass(page, 'v1-2', { role: 'prior' });
  });

  it('what stands there becomes a hanging protocol of the reader, and the study hangs by it', async () => {
    const { page } = running;
    await chooseCommand(page, 'Layout 1 × 1');
    await focusViewport(page, 'v1-1');
    const before = (await readGlass(page, 'v1-1'))['invert'] === 'true';
    await page.keyboard.press('Alt+i');
    inverted = await settledGlass(page, 'v1-1', { invert: String(!before) });
    await page.keyboard.press('Alt+Shift+S');
    const dialog = page.getByRole('dialog', { name: 'Save what I see' });
    await dialog.getByText('This study would hang just as it stands here.').waitFor();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('One, inverted');
    await dialog.getByRole('combobox', { name: 'of the chest, abdomen or pelvis' }).waitFor();
    const caught = dialog.getByRole('region', { name: 'Studies of this store' });
    await caught.getByText(/ would hang so, .* That is all 6 studies\./).waitFor();
    await caught.getByRole('list', { name: 'Would hang so' }).getByText('CT CAP').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Studies that fit hang by “One, inverted”').waitFor();
    await chooseCommand(page, 'Layout 2 × 2');
    await page.keyboard.press('Alt+r');
    await page.getByText('Hanging: One, inverted').waitFor();
    await settledGlass(page, 'v1-1', { invert: inverted['invert'], seriesUid: inverted['seriesUid'] });
    expect(await page.locator('[data-viewport-id]').count()).toBe(1);
  });

  it('another patient’s study of the same kind hangs so', async () => {
    const { page, app } = running;
    await closeStudy(page);
    const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-other-'));
    const other = writeChestCt(folder);
    await answerOpenDialog(app, [folder]);
    await chooseCommand(page, 'Import a folder');
    const finished = page.getByRole('complementary', { name: 'Transfers' }).getByText('Import ✓ finished');
    await expect.poll(() => finished.count(), { timeout: 30_000 }).toBe(3);
    rmSync(folder, { recursive: true });
    await closeTransfers(page);
    const listed = async () => (await shownRows(page)).map((row) => row.studyUid);
    await expect.poll(listed, { timeout: 30_000 }).toContain(other);
    await openStudy(page, other);
    await page.getByText('Hanging: One, inverted').waitFor();
    await settledGlass(page, 'v1-1', { studyUid: other, invert: inverted['invert'] });
    expect(await page.locator('[data-viewport-id]').count()).toBe(1);
  });

  it('a window that is set again and again is offered as the reader’s own, and nothing moves for it', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    const hung = await readGlass(page, 'v1-1');
    await page.keyboard.press(hung['windowWidth'] === '80' ? '2' : '4');
    const set = async () => (await askStation(page, 'hanging.habits', { protocol: null })).notes[0]?.note;
    const window = async () => (await set())?.views.find((view) => view.window !== null)?.window;
    await expect.poll(window, { timeout: 30_000 }).toBeTruthy();
    const [note, chosen] = [await set(), await readGlass(page, 'v1-1')];
    if (!note) throw new Error('nothing was noted');
    for (let more = 0; more < 4; more += 1)
      await askStation(page, 'hanging.noteHabit', { noteId: crypto.randomUUID(), note });
    await page.keyboard.press('Alt+r');
    const offer = page.getByRole('group', { name: 'Learned preference' });
    await offer.getByText(/^You set the .+ window in .+ in 5 of the last 5 studies of .+ Make it so\?$/).waitFor();
    await settledGlass(page, 'v1-1', { windowWidth: hung['windowWidth'] });
    await offer.getByRole('button', { name: 'Yes' }).click();
    await page.getByText(/^Studies of .+ hang with the .+ window/).waitFor();
    expect((await readGlass(page, 'v1-1'))['windowWidth']).toBe(hung['windowWidth']);
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Alt+r');
    await settledGlass(page, 'v1-1', { windowWidth: chosen['windowWidth'], windowCenter: chosen['windowCenter'] });
    expect(running.complaints).toEqual([]);
  });

  it('hangs by a protocol begun from nothing, which outlived a lock of the store before it was kept', async () => {
    const { page } = running;
    await chooseCommand(page, 'New hanging protocol, from nothing');
    const fresh = page.getByRole('dialog', { name: 'New hanging protocol' });
    await fresh.getByRole('tab', { name: 'Studies' }).click();
    await fresh.getByRole('textbox', { name: 'Name of the protocol' }).fill('Chest, alone');
    const drafts = async () =>
      (await askStation(page, 'hanging.drafts', {})).drafts.map(({ draft }) => draft.document.name);
    await expect.poll(drafts, { timeout: 30_000 }).toEqual(['Chest, alone']);
    await lock(page);
    await unlock(page);
    await page.getByText('A hanging protocol is not kept yet').waitFor();
    await chooseCommand(page, 'Settings');
    await page.getByRole('button', { name: 'Go on with Chest, alone …' }).press('Enter');
    await fresh.getByRole('tab', { name: 'Try' }).click();
    await fresh.getByRole('button', { name: 'Try it on every study' }).press('Enter');
    await fresh.getByText(/^\d+ would hang so, \d+ not; .* That is all 7 studies\.$/).waitFor();
    await page.keyboard.press('Control+s');
    const kept = page.getByRole('dialog', { name: 'Edit hanging protocol: Chest, alone' });
    await kept.getByText('Kept for you, as version 1.').waitFor();
    await expect.poll(drafts, { timeout: 30_000 }).toEqual([]);
    await page.keyboard.press('Control+Shift+S');
    await page.keyboard.type(' too');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Edit hanging protocol: Chest, alone, mine too' }).waitFor();
    const { protocols } = await askStation(page, 'hanging.protocols', {});
    const own = protocols.filter(({ name }) => name.startsWith('Chest, alone')).map(({ id }) => id);
    expect(own.toSorted()).toEqual(['chest-alone-mine-too', 'new-protocol']);
    for (const id of own) await askStation(page, 'hanging.remove', { owner: { scope: 'user' }, id });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });

  it('buttons and wheel do with a tool what the reader chose for it, by keys, and with the others what they ever did', async () => {
    const { page } = running;
    await chooseCommand(page, 'Settings');
    const settings = page.getByRole('dialog', { name: 'Settings' });
    const choose = async (label: string, act: string): Promise<void> => {
      await settings.getByLabel(label, { exact: true }).selectOption({ label: act });
    };
    await choose('Ctrl and left button', 'Scroll');
    await choose('Left and right together', 'Window');
    await choose('Tool of the left button', 'Length');
    await choose('Middle button', 'Zoom');
    await choose('Wheel', 'Zoom');
    await settings
      .getByText('With every tool the wheel or a drag has to scroll', { exact: false })
      .waitFor({ state: 'detached' });
    const rows = settings.getByRole('region', { name: 'What each button does' }).getByRole('row');
    await rows.filter({ hasText: /^Length: Middle button\s*Zoom$/ }).waitFor();
    await page.keyboard.press('Escape');
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Home');
    await settledGlass(page, 'v1-1', { index: '0' });
    const box = await page.locator('[data-viewport-id="v1-1"] canvas').first().boundingBox();
    if (!box) throw new Error('the viewport is not on the screen');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 4];
    const swept = async (
      ...buttons: readonly ('left' | 'middle' | 'right')[]
    ): Promise<readonly (string | undefined)[]> => {
      await page.mouse.move(x, y);
      for (const button of buttons) await page.mouse.down({ button });
      await page.mouse.move(x + 10, y + 90, { steps: 6 });
      for (const button of buttons) await page.mouse.up({ button });
      const { zoom, index, windowWidth } = await settledGlass(page, 'v1-1');
      return [zoom, index, windowWidth];
    };
    const [zoom, , width] = await swept();
    await page.keyboard.press('l');
    const zoomed = await swept('middle');
    expect(zoomed).not.toEqual([zoom, '0', width]);
    expect([zoomed[1], zoomed[2]]).toEqual(['0', width]);
    await page.keyboard.press('w');
    // As ever: it pans, and the zoom stays.
    expect(await swept('middle')).toEqual(zoomed);
    await page.keyboard.down('Control');
    const scrolled = await swept('left');
    await page.keyboard.up('Control');
    expect(scrolled[0]).toBe(zoomed[0]);
    expect(Number(scrolled[1])).toBeGreaterThan(0);
    const both = await swept('left', 'right');
    expect([both[0], both[1]]).toEqual([scrolled[0], scrolled[1]]);
    expect(both[2]).not.toBe(width);
    await page.keyboard.press('r');
    expect((await askStation(page, 'controls.load', {})).controls?.mouse.byTool).toEqual({
      length: { drag: { middle: 'zoom' }, wheel: { plain: 'zoom' } },
    });
    expect(running.complaints).toEqual([]);
  });

  it('the next and the previous study of the list come to the desk, the draft stays as it was, and its end is said', async () => {
    const { page } = running;
    const here = (await readGlass(page, 'v1-1'))['studyUid'] ?? '';
    await page.getByRole('region', { name: 'Report', exact: true }).getByRole('button', { name: 'General' }).click();
    await writeSection(page, 'Findings', 'Left as it was.');
    await draftSaved(page);
    const states = async () =>
      (await askStation(page, 'worklist.list', { search: '' })).rows.map((row) => [row.studyUid, row.reportState]);
    const seen = [here];
    const end = page.getByText('The last study of the list', { exact: true });
    while (seen.length < 3 && (await end.count()) === 0) {
      await page.keyboard.press('Alt+Shift+PageDown');
      await page.waitForFunction(
        ([last, words]) =>
          document.body.innerText.includes(words ?? '') ||
          [...document.querySelectorAll<HTMLElement>('[data-viewport-id][data-state="shown"]')].some(
            ({ dataset }) => dataset['role'] === 'current' && dataset['studyUid'] !== last,
          ),
        [seen.at(-1), 'The last study of the list'],
      );
      if ((await end.count()) === 0) seen.push(await currentStudy());
    }
    expect(new Set(seen).size).toBe(seen.length);
    for (const before of seen.slice(0, -1).toReversed()) {
      await page.keyboard.press('Alt+Shift+PageUp');
      await expect.poll(currentStudy, { timeout: 30_000 }).toBe(before);
    }
    // To the top of the list, which has an end.
    const top = page.getByText('The first study of the list', { exact: true });
    const up = async (): Promise<number> => {
      const now = await currentStudy();
      await page.keyboard.press('Alt+Shift+PageUp');
      await expect
        .poll(async () => (await top.count()) > 0 || (await currentStudy()) !== now, { timeout: 30_000 })
        .toBe(true);
      return top.count();
    };
    await expect.poll(up, { timeout: 30_000 }).toBe(1);
    await closeStudy(page);
    await openStudy(page, here);
    await page.getByRole('textbox').filter({ hasText: 'Left as it was.' }).waitFor();
    expect(await states()).toContainEqual([here, 'draft']);
    expect(running.complaints).toEqual([]);
  });

  it('every series stands in the overview: Escape leaves the desk as it was, Enter hangs the one that is chosen', async () => {
    const { page } = running;
    await closeStudy(page);
    await openStudy(page, studyUid);
    await focusViewport(page, 'v1-1');
    const before = await settledGlass(page, 'v1-1');
    await page.keyboard.press('Shift+V');
    const dialog = page.getByRole('dialog', { name: 'Series of the case' });
    const tiles = dialog.getByRole('option');
    await expect.poll(() => dialog.locator('canvas:not([hidden])').count(), { timeout: 30_000 }).toBeGreaterThan(1);
    const words = await tiles.allInnerTexts();
    expect(words.length).toBeGreaterThan(1);
    for (const tile of words) expect(tile).toMatch(/\d+ (image|object)s?/);
    expect(words.join(' ')).toMatch(/\d+ of \d+ seen/);
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count(), { timeout: 30_000 }).toBe(0);
    expect(await readGlass(page, 'v1-1')).toEqual(before);
    await page.keyboard.press('Shift+V');
    // The tile that has the focus takes the keys; it is that of the series that hangs.
    await dialog.locator('[role="option"]:focus').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await readGlass(page, 'v1-1'))['seriesUid'], { timeout: 30_000 })
      .not.toBe(before['seriesUid']);
    await page.locator('[data-viewport-id="v1-1"]:focus').waitFor();
    expect(running.complaints).toEqual([]);
  });

  it.skipIf(!hasTestdata())(
    'an encapsulated PDF is read beside the pictures: its page stands there, dark where its letters are',
    async () => {
      const { page, app } = running;
      await closeStudy(page);
      await answerOpenDialog(app, [testdata('derived', 'doc')]);
      await chooseCommand(page, 'Import a folder');
      const finished = page.getByRole('complementary', { name: 'Transfers' }).getByText('Import ✓ finished');
      await expect.poll(() => finished.count(), { timeout: 30_000 }).toBe(4);
      await closeTransfers(page);
      await openStudy(page, studyUid);
      await page
        .getByRole('navigation', { name: 'Series' })
        .getByRole('button', { name: /^Encapsulated PDF/ })
        .click();
      const sheet = page.getByRole('complementary', { name: 'Object' }).getByRole('img', { name: /^Page 1 of / });
      const darkest = await sheet.evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        return [Math.min(...data.filter((_, at) => at % 4 === 1 && at % 64 === 1)), data[1]];
      });
      expect(darkest[0]).toBeLessThan(64);
      expect(darkest[1]).toBe(255);
    },
  );
});
