import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { HidReport } from '../../../../shared/controls/hid-buttons.ts';
import { knownDevice } from '../../../../shared/controls/known-devices.ts';
import { DisposerBag } from '../../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../../shared/lib/disposable.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import type { AllowedDevice, DeviceKind } from '../../../../shared/model/controls.ts';
import type { EventPayload } from '../../../../shared/contract/index.ts';
import type { AccessView } from '../../access.ts';
import type { StationLink } from '../../station-link.ts';
import type { ReaderControls } from '../reader-controls.ts';
import { HeardDevice } from './heard-device.ts';
import type { HidDevice, HidPort } from './hid-port.ts';

export type FoundDevices = EventPayload<'controls.devicesFound'>['devices'];

export interface DevicesView {
  /** Those that the reader lets the program listen to. */
  readonly allowed: readonly AllowedDevice[];
  /** Of them, those that are plugged in and heard. */
  readonly heard: readonly DeviceKind[];
  /** What was found when the reader asked; null: nobody asks. */
  readonly found: FoundDevices | null;
}

export interface DeviceHandsOptions {
  readonly link: StationLink;
  readonly access: StoreApi<AccessView>;
  readonly controls: Pick<ReaderControls, 'view'>;
  /** Null: this page has no way to devices. */
  readonly port: HidPort | null;
  readonly run: (command: string) => void;
  readonly failed: (error: unknown, doing: string) => void;
}

const NOTHING: DevicesView = { allowed: [], heard: [], found: null };

/** Foot pedals and microphones of who has the store open: heard from the unlocking to the lock, each press a command. */
export class DeviceHands {
  readonly view: StoreApi<DevicesView>;
  /** Every report of a device that is heard: for learning its buttons. */
  readonly reports = new Emitter<{ readonly device: DeviceKind; readonly report: HidReport }>();
  readonly #options: DeviceHandsOptions;
  #open = new Map<HidDevice, HeardDevice>();
  #reader = '';

  constructor(options: DeviceHandsOptions) {
    this.#options = options;
    this.view = createStore<DevicesView>()(() => NOTHING);
  }

  start(): Disposer {
    const bag = new DisposerBag();
    const { access, controls, link, port } = this.#options;
    const look = (): void => void this.#look(access.getState());
    bag.add(access.subscribe(look));
    bag.add(controls.view.subscribe(() => this.#setButtons()));
    bag.add(link.on('controls.devicesFound', ({ devices }) => this.view.setState({ found: devices })));
    const plugged = (): void => void this.#listen();
    for (const name of ['connect', 'disconnect'] as const) {
      port?.addEventListener(name, plugged);
      bag.add(() => port?.removeEventListener(name, plugged));
    }
    bag.add(() => this.#closeAll());
    look();
    return () => bag.dispose();
  }

  /** Asks the reader which device is meant, and listens to it. */
  async add(): Promise<void> {
    const { link, port } = this.#options;
    if (port === null) return;
    await link.call('controls.offerDevices', {});
    try {
      await port.requestDevice({ filters: [] });
    } finally {
      this.view.setState({ found: null });
    }
    await this.#lend();
  }

  /** Answers what `add` asks; null: none of them. */
  async choose(deviceId: string | null): Promise<void> {
    const { devices } = await this.#options.link.call('controls.chooseDevice', { deviceId });
    this.view.setState({ allowed: devices, found: null });
  }

  /** The page that asked is gone: none of them. */
  async leave(): Promise<void> {
    if (this.view.getState().found === null) return;
    await this.choose(null).catch((error: unknown) => this.#options.failed(error, 'Foot pedals and microphones'));
  }

  async drop({ vendorId, productId }: DeviceKind): Promise<void> {
    const { devices } = await this.#options.link.call('controls.dropDevice', { vendorId, productId });
    this.view.setState({ allowed: devices });
    await this.#listen();
  }

  async #look({ state }: AccessView): Promise<void> {
    const reader = state?.store === 'open' ? (state.reader?.personId ?? '') : '';
    if (reader === this.#reader) return;
    this.#reader = reader;
    this.#closeAll();
    this.view.setState(NOTHING);
    if (reader !== '' && this.#options.port !== null) await this.#lend();
  }

  async #lend(): Promise<void> {
    const reader = this.#reader;
    try {
      const { devices } = await this.#options.link.call('controls.lendDevices', {});
      if (reader !== this.#reader) return;
      this.view.setState({ allowed: devices });
      await this.#listen();
    } catch (error) {
      if (reader === this.#reader) this.#options.failed(error, 'Foot pedals and microphones');
    }
  }

  /** Opens what is allowed and plugged in, and lets go of everything else. */
  async #listen(): Promise<void> {
    const { port } = this.#options;
    const reader = this.#reader;
    if (port === null || reader === '') return;
    const { allowed } = this.view.getState();
    const plugged = allowed.length === 0 && this.#open.size === 0 ? [] : await port.getDevices();
    if (reader !== this.#reader) return;
    const wanted = plugged.filter((device) => allowed.some((one) => isSameKind(one, device)) && tellsButtons(device));
    for (const [device, heard] of this.#open) {
      if (!plugged.includes(device)) heard.gone();
      if (!wanted.includes(device)) this.#letGo(device, heard);
    }
    for (const device of wanted) await this.#hear(device, reader);
    this.#tell();
  }

  async #hear(device: HidDevice, reader: string): Promise<void> {
    if (this.#open.has(device)) return;
    const heard = new HeardDevice(device, {
      buttons: () => this.#buttonsOf(device),
      run: this.#options.run,
      reported: (report) => this.reports.emit({ device, report }),
    });
    this.#open.set(device, heard);
    try {
      if (!device.opened) await device.open();
    } catch (error) {
      this.#open.delete(device);
      heard.dispose();
      this.#options.failed(error, 'Foot pedals and microphones');
      return;
    }
    if (reader !== this.#reader) this.#letGo(device, heard);
  }

  #buttonsOf(device: DeviceKind) {
    const { devices } = this.#options.controls.view.getState().controls;
    return devices.find((one) => isSameKind(one, device))?.buttons ?? [];
  }

  #setButtons(): void {
    for (const heard of this.#open.values()) heard.renew();
  }

  #closeAll(): void {
    for (const [device, heard] of this.#open) this.#letGo(device, heard);
    this.#tell();
  }

  #letGo(device: HidDevice, heard: HeardDevice): void {
    this.#open.delete(device);
    heard.dispose();
    // A device that was pulled out is closed already.
    device.close().catch(() => undefined);
  }

  #tell(): void {
    this.view.setState({ heard: [...this.#open.keys()].map(({ vendorId, productId }) => ({ vendorId, productId })) });
  }
}

/** A device of several parts is there once for each: only the part that tells of buttons is heard. */
function tellsButtons(device: HidDevice): boolean {
  const page = knownDevice(device)?.page;
  return page === undefined || (device.collections ?? []).some(({ usagePage }) => usagePage === page);
}

export function isSameKind(one: DeviceKind, other: DeviceKind): boolean {
  return one.vendorId === other.vendorId && one.productId === other.productId;
}
