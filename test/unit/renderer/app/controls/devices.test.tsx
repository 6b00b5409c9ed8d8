// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DevicesSection } from '../../../../../renderer/app/controls/devices/devices-section.tsx';
import { Controls, PROGRAM_CONTROLS } from '../../../../../shared/model/controls.ts';
import type { AllowedDevice } from '../../../../../shared/model/controls.ts';
import { PersonId } from '../../../../../shared/model/ids.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';

// No machine of this project has a device, and none can be made up under it (there is no /dev/uhid): what stands in is the device and
// the border of navigator.hid, nothing behind it. It was not run with a real device.

const PEDAL: AllowedDevice = { vendorId: 0x1234, productId: 0x0007, name: 'Pedal of nobody' };

class FakeDevice extends EventTarget {
  readonly vendorId = PEDAL.vendorId;
  readonly productId = PEDAL.productId;
  opened = false;
  open(): Promise<void> {
    this.opened = true;
    return Promise.resolve();
  }
  close(): Promise<void> {
    this.opened = false;
    return Promise.resolve();
  }
  /** Sends a report as Chromium hands it over. */
  report(...bytes: number[]): void {
    const event = Object.assign(new Event('inputreport'), {
      reportId: 0,
      data: new DataView(Uint8Array.from(bytes).buffer),
    });
    this.dispatchEvent(event);
  }
}

class FakeHid extends EventTarget {
  readonly device = new FakeDevice();
  chosen: (() => void) | null = null;
  plugged = true;
  getDevices(): Promise<readonly FakeDevice[]> {
    return Promise.resolve(this.plugged ? [this.device] : []);
  }
  unplug(): void {
    this.plugged = false;
    this.dispatchEvent(new Event('disconnect'));
  }
  /** Ends when the shell has answered, as `select-hid-device` does. */
  requestDevice(): Promise<readonly FakeDevice[]> {
    station.emit('controls.devicesFound', { devices: [{ ...PEDAL, deviceId: 'one' }] });
    return new Promise((resolve) => {
      this.chosen = () => resolve([this.device]);
    });
  }
}

let hid: FakeHid;
let station: FakeStation;
let shown: Shown | null = null;
let kept: Controls = PROGRAM_CONTROLS;
let allowed: AllowedDevice[] = [];

beforeEach(() => {
  mendDom();
  hid = new FakeHid();
  Object.defineProperty(navigator, 'hid', { value: hid, configurable: true });
  kept = PROGRAM_CONTROLS;
  allowed = [];
  station = new FakeStation({
    'access.state': () => ({
      ...{ store: 'open', kind: 'evaluation', people: [], session: null, signIn: null, recoveryConfirmed: true },
      ...{ movement: null, trouble: null },
      reader: { personId: PersonId.parse('00000000000000000000000001'), name: 'Dr. Ada Reader', roles: ['reader'] },
    }),
    'controls.load': () => ({ controls: kept }),
    'controls.save': ({ controls }) => {
      kept = Controls.parse(controls);
      return { savedAt: '2026-01-01T00:00:00.000Z' };
    },
    'controls.lendDevices': () => ({ devices: allowed }),
    'controls.offerDevices': () => ({}),
    'controls.chooseDevice': ({ deviceId }) => {
      if (deviceId === 'one') allowed = [PEDAL];
      queueMicrotask(() => hid.chosen?.());
      return { devices: allowed };
    },
    'controls.dropDevice': () => ({ devices: (allowed = []) }),
  });
});

afterEach(() => {
  shown?.end();
  Reflect.deleteProperty(navigator, 'hid');
});

it('ends with the release what a pedal began that is pulled out while it is held, and says that it is not there', async () => {
  const ran: string[] = [];
  shown = show(station, <DevicesSection />);
  const { services, registry } = shown;
  for (const id of ['image.cine', 'image.invert'])
    registry.registerCommand({ id, title: id, group: 'Image', keys: [], scope: 'image', run: () => void ran.push(id) });
  allowed = [PEDAL];
  const { vendorId, productId } = PEDAL;
  const held = { report: 0, byte: 1, mask: 4, value: 4, press: 'image.cine', release: 'image.invert' };
  kept = { ...PROGRAM_CONTROLS, devices: [{ vendorId, productId, buttons: [held] }] };
  services.controls.start();
  const stop = services.hands.start();
  await services.access.refresh();
  await screen.findByText('heard');
  hid.device.report(0, 4);
  expect(ran).toEqual(['image.cine']);
  hid.unplug();
  await screen.findByText('not plugged in');
  expect(ran).toEqual(['image.cine', 'image.invert']);
  hid.device.report(0, 4);
  expect(ran).toHaveLength(2);
  stop();
});

it('listens to the device that was chosen, learns a button by a press, runs its command, and is deaf after the lock', async () => {
  const ran: string[] = [];
  shown = show(station, <DevicesSection />);
  const { services, registry } = shown;
  const command = { id: 'image.invert', title: 'Invert', group: 'Image', keys: ['Alt I'], scope: 'image' } as const;
  registry.registerCommand({ ...command, run: () => void ran.push('invert') });
  services.controls.start();
  const stop = services.hands.start();
  await services.access.refresh();

  fireEvent.click(screen.getByRole('button', { name: 'Add a device …' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Pedal of nobody (1234:0007)' }));
  const part = within(await screen.findByRole('group', { name: 'Pedal of nobody (1234:0007)' }));
  await part.findByText('heard');
  expect(hid.device.opened).toBe(true);

  fireEvent.click(part.getByRole('button', { name: 'Learn a button' }));
  hid.device.report(0, 4);
  hid.device.report(0, 0);
  await part.findByLabelText('When pressed');
  await waitFor(() => expect(kept.devices[0]?.buttons).toHaveLength(1));
  const learned = { report: 0, length: 2, byte: 1, mask: 4, value: 4, release: null };
  const { vendorId, productId } = PEDAL;
  expect(kept.devices).toEqual([{ vendorId, productId, buttons: [{ ...learned, press: null }] }]);
  const devices = [{ vendorId, productId, buttons: [{ ...learned, press: 'image.invert' }] }];
  await act(() => services.controls.change({ ...kept, devices }));

  hid.device.report(0, 5);
  hid.device.report(0, 1);
  expect(ran).toEqual(['invert']);

  services.access.view.setState({ state: null });
  expect([hid.device.opened, services.hands.view.getState().allowed]).toEqual([false, []]);
  hid.device.report(0, 4);
  expect(ran).toEqual(['invert']);
  stop();
});
