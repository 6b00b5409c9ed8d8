// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { KeyStoreChoice, refusalWords } from '../../../../../renderer/app/people/key-store-choice.tsx';
import type { OsSlotState } from '../../../../../shared/contract/os-slot.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

const OFF: OsSlotState = { backend: 'gnome_libsecret', refusal: null, siteName: null, isOn: false };

describe('the key store of the computer in the settings', () => {
  it('cannot be chosen where it is none or not allowed, and says why', async () => {
    const state: OsSlotState = { ...OFF, backend: 'basic_text', refusal: 'basic-text' };
    shown = show(new FakeStation({ 'keys.osSlot': () => state }), <KeyStoreChoice />);
    await screen.findByText(/basic_text/);
    expect(screen.getByRole<HTMLButtonElement>('button').disabled).toBe(true);
    expect(refusalWords({ refusal: 'site', siteName: 'St. Anna Group' })).toContain('St. Anna Group');
  });

  it('is switched on with the passphrase, and can be taken back where it is not allowed any more', async () => {
    const station = new FakeStation({
      'keys.osSlot': () => OFF,
      'keys.setOsSlot': ({ on }) => ({ ...OFF, isOn: on, refusal: 'policy' }),
    });
    shown = show(station, <KeyStoreChoice />);
    fireEvent.click(await screen.findByRole('button', { name: 'Unlock with the key store of this computer' }));
    fireEvent.change(screen.getByLabelText(/^Your own passphrase/), { target: { value: 'correct horse' } });
    fireEvent.click(screen.getByRole('button', { name: 'Let the key store open it' }));
    const back = await screen.findByRole('button', { name: 'Unlock without the key store of this computer' });
    expect((back as HTMLButtonElement).disabled).toBe(false);
    expect(station.asked.at(-1)).toEqual({ name: 'keys.setOsSlot', request: { on: true, proof: 'correct horse' } });
  });
});
