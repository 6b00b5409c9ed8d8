// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { PicturesPanel } from '../../../../renderer/station-check/index.ts';
import type { ToStation } from '../../../../shared/contract/frames.ts';
import type { NewStationCheck } from '../../../../shared/model/station-check.ts';
import { DECODE_PHANTOMS } from '../../../../shared/rules/station-check/phantom-set.ts';
import { DECODE_COLUMNS, DECODE_ROWS, decodeValues } from '../../../../shared/rules/station-check/phantom-values.ts';
import { objectId } from '../../shared/hanging/studies.ts';
import { imageOf } from '../../shared/rules/image-fixture.ts';
import { mendDom, pressKey, show } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';
import { ofThisPage } from '../helpers/page-port.ts';
import { plainWindow } from '../helpers/plain-canvas.ts';

/** The one that comes wrong: by one value, and by one. */
const WRONG = 'jpeg-ls';
const idOf = (name: string) => objectId(`phantom ${name}`);

let saved: NewStationCheck[] = [];
let end = (): void => undefined;

beforeAll(() => {
  mendDom();
  plainWindow();
});
afterEach(() => {
  end();
  saved = [];
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A station whose pictures come by a port that answers, or never does. It has those of the decoders alone. */
function panel(answers: boolean): void {
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = ({ data: asked }: MessageEvent<ToStation>) => {
    const phantom = asked.t === 'get' ? DECODE_PHANTOMS.find(({ name }) => idOf(name) === asked.objectId) : undefined;
    if (!answers || asked.t !== 'get' || !phantom) return;
    const values = Uint16Array.from(decodeValues(phantom));
    if (phantom.name === WRONG) values[7] = (values[7] ?? 0) + 1;
    const header = {
      ...{ objectId: asked.objectId, frame: 1, rows: DECODE_ROWS, columns: DECODE_COLUMNS, samples: 1 },
      ...{ type: 'uint16', photometric: 'MONOCHROME2', min: 0, max: 4095 },
    };
    port2.postMessage({ t: 'frame', id: asked.id, token: asked.token, header, data: new Uint8Array(values.buffer) });
  };
  const info = { version: '1', electron: '1', chromium: '1', node: '1', runtime: 'test', platform: 'linux x64' };
  const station = new FakeStation({
    'check.phantoms': () => ({
      pictures: DECODE_PHANTOMS.map(({ name }) => ({
        name: `decode/${name}`,
        image: imageOf({ size: [DECODE_COLUMNS, DECODE_ROWS], image: { objectId: idOf(name) } }),
      })),
    }),
    'check.memory': () => ({ total: 16e9, free: 8e9, station: 1e8 }),
    'app.info': () => ({ ...info, packaged: false, evaluation: true, gpu: false }),
    'app.graphics': () => ({ driver: 'a driver' }),
    'check.list': () => ({ checks: [] }),
    'check.save': ({ result }) => {
      saved.push(result);
      return { checkId: 'one', at: '2026-01-01T00:00:00.000Z', by: 'p', byName: 'Dr. Reader', result };
    },
  });
  const shown = show(station, <PicturesPanel />, () => Promise.resolve(ofThisPage(port1)));
  end = () => {
    shown.end();
    port1.close();
    port2.close();
  };
}

describe('the check of pictures', () => {
  it('has FAILED by name where one picture comes wrong or a part cannot be carried out, says what to do, and is on record', async () => {
    panel(true);
    pressKey('r');
    const status = await waitFor(() => screen.getByText(/^FAILED: /));
    expect(status.textContent).toMatch(/^FAILED: decoding, .* Do not read here before this is mended\.$/);
    const [decoding, ...others] = within(screen.getByRole('list', { name: 'What was found' }))
      .getAllByRole('listitem')
      .filter((one) => one.dataset['step'] !== undefined);
    expect(decoding?.dataset['state']).toBe('failed');
    expect(decoding?.textContent).toContain(`1 of ${DECODE_PHANTOMS.length} come wrong.`);
    expect(decoding?.textContent).toContain('WRONG: JPEG-LS: off by 1, 0 is allowed');
    // What has no picture could not be looked at: that is no pass.
    expect(others.map(({ dataset }) => [dataset['step'], dataset['state']])).toEqual(
      ['grey', 'geometry', 'measurement', 'frame-rate', 'memory'].map((step) => [step, 'failed']),
    );
    expect(others[0]?.textContent).toContain('It could not be carried out (archive/unknown-object).');
    await waitFor(() => expect(saved).toHaveLength(1));
    const [kept] = saved;
    expect(kept?.kind === 'pictures' ? kept.steps.map(({ state }) => state) : []).toEqual(Array(6).fill('failed'));
    expect(screen.getByRole('button', { name: /Check again/ })).toBeDefined();
  });

  it('ends at once when it is cancelled, and leaves nothing on record', async () => {
    panel(false);
    pressKey('r');
    const cancel = await waitFor(() => screen.getByRole('button', { name: /^Cancel: Decoding/ }));
    cancel.click();
    await waitFor(() => screen.getByRole('button', { name: /Check now/ }));
    await screen.findByText('Does this machine show and measure right?');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.queryByRole('list', { name: 'What was found' })).toBeNull();
    expect(saved).toEqual([]);
  });
});
