import { describe, expect, it } from 'vitest';
import { HidDevices, mayHave } from '../../../../electron/main/hid-devices.ts';

const PEDAL = { deviceId: 'a', vendorId: 1, productId: 2, name: 'Pedal' };
const OTHER = { deviceId: 'b', vendorId: 1, productId: 3, name: 'Other' };

function devices() {
  const clock = { now: 0 };
  const answers: (string | null)[] = [];
  const hid = new HidDevices(() => clock.now);
  const ask = (page: string) => hid.ask(page, [PEDAL, OTHER], (id) => answers.push(id));
  return { clock, answers, hid, ask };
}

describe('devices of a page', () => {
  it('are none, and no page may ask, before the settings offer it', () => {
    const { hid, ask, answers } = devices();
    expect([hid.isOpen, hid.mayListen(PEDAL), ask('page')]).toEqual([false, false, false]);
    expect(answers).toEqual([null]);
  });

  it('are the one that the reader chose, asked by the page that was offered it, once and soon', () => {
    const { hid, ask, answers, clock } = devices();
    hid.offer('page');
    expect([hid.isOpen, ask('another page')]).toEqual([true, false]);
    expect(ask('page')).toBe(false);
    hid.offer('page');
    clock.now = 30_000;
    expect(ask('page')).toBe(false);
    hid.offer('page');
    expect(ask('page')).toBe(true);
    expect(hid.choose('another page', 'a')).toBeNull();
    expect(hid.choose('page', 'a')).toEqual({ vendorId: 1, productId: 2, name: 'Pedal' });
    expect(answers).toEqual([null, null, null, 'a']);
    expect([hid.mayListen(PEDAL), hid.mayListen(OTHER), ask('page')]).toEqual([true, false, false]);
  });

  it('are none of them where the reader says so, or what was chosen is not there', () => {
    const { hid, ask, answers } = devices();
    for (const id of [null, 'gone']) {
      hid.offer('page');
      ask('page');
      expect(hid.choose('page', id)).toBeNull();
    }
    expect([answers, hid.isOpen]).toEqual([[null, null], false]);
  });

  it.each([
    ['hid', 'nightjar://app', PEDAL, true],
    ['hid', 'nightjar://app/', PEDAL, true],
    ['hid', 'nightjar://app', OTHER, false],
    ['hid', 'nightjar://other', PEDAL, false],
    ['hid', 'https://app.example', PEDAL, false],
    ['usb', 'nightjar://app', PEDAL, false],
    ['serial', 'nightjar://app', PEDAL, false],
    ['hid', 'nightjar://app', {}, false],
    ['hid', 'nightjar://app', { vendorId: '1', productId: 'no number' }, false],
  ])('%s of %s: %j is had: %s', (deviceType, origin, device, had) => {
    const { hid } = devices();
    hid.lend([PEDAL]);
    expect(mayHave({ deviceType, origin, device }, hid)).toBe(had);
    hid.forget();
    expect(mayHave({ deviceType, origin, device }, hid)).toBe(false);
  });

  it('are gone with the lock; a page that is gone is answered and offered nothing', () => {
    const { hid, ask, answers } = devices();
    hid.lend([PEDAL]);
    hid.offer('page');
    ask('page');
    hid.forget('page');
    expect([answers, hid.mayListen(PEDAL)]).toEqual([[null], true]);
    hid.forget();
    expect([hid.mayListen(PEDAL), hid.isOpen]).toEqual([false, false]);
  });
});
