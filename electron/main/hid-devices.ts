import type { AllowedDevice, DeviceKind } from '../../shared/model/controls.ts';
import { isOwnAddress } from './window-file.ts';

/** A device that a page wants to have, as Electron says it: USB, serial and HID ones alike. */
export interface WantedDevice {
  readonly deviceType: string;
  readonly origin: string;
  readonly device: object;
}

/** Our own page may have HID devices that are lent; nobody may have anything else. */
export function mayHave({ deviceType, origin, device }: WantedDevice, devices: Pick<HidDevices, 'mayListen'>): boolean {
  if (deviceType !== 'hid' || !isOwnAddress(`${origin.replace(/\/$/, '')}/`)) return false;
  if (!('vendorId' in device) || !('productId' in device)) return false;
  return devices.mayListen({ vendorId: Number(device.vendorId), productId: Number(device.productId) });
}

/** An offer is for the click that asked for it. */
const OFFER_MS = 30_000;

/** A device as Chromium found it. */
export interface FoundDevice extends AllowedDevice {
  readonly deviceId: string;
}

interface Asked {
  readonly page: string;
  readonly found: ReadonlyMap<string, FoundDevice>;
  readonly answer: (deviceId: string | null) => void;
}

/**
 * Which devices a page may listen to: those that the reader who has the store open chose, and no other. A page can only ask for one
 * while the settings offer it, and what it gets the reader says.
 */
export class HidDevices {
  #lent = new Set<string>();
  #offer: { readonly page: string; readonly until: number } | null = null;
  #asked: Asked | null = null;
  readonly #now: () => number;

  /** @param now milliseconds on a clock that never jumps */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether a page has any business with devices now. */
  get isOpen(): boolean {
    return this.#lent.size > 0 || this.#isOffered() || this.#asked !== null;
  }

  mayListen(device: DeviceKind): boolean {
    return this.#lent.has(keyOf(device));
  }

  /** In place of what was lent before. */
  lend(devices: readonly DeviceKind[]): void {
    this.#lent = new Set(devices.map(keyOf));
  }

  /** The next request of this page is put to the reader. */
  offer(page: string): void {
    this.#cancel();
    this.#offer = { page, until: this.#now() + OFFER_MS };
  }

  /** A page asks for a device. @returns false: nothing was offered, and it gets none */
  ask(page: string, devices: readonly FoundDevice[], answer: (deviceId: string | null) => void): boolean {
    const isMeant = this.#isOffered() && this.#offer?.page === page;
    this.#offer = null;
    if (!isMeant) {
      answer(null);
      return false;
    }
    this.#asked = { page, found: new Map(devices.map((device) => [device.deviceId, device])), answer };
    return true;
  }

  /**
   * What the reader means of what was found; lends it before the page gets it. Null: none, or it is not there.
   * @param deviceId null: none of them
   */
  choose(page: string, deviceId: string | null): AllowedDevice | null {
    const asked = this.#asked?.page === page ? this.#asked : null;
    if (asked === null) return null;
    this.#asked = null;
    const found = deviceId === null ? undefined : asked.found.get(deviceId);
    if (found !== undefined) this.#lent.add(keyOf(found));
    asked.answer(found?.deviceId ?? null);
    return found === undefined ? null : { vendorId: found.vendorId, productId: found.productId, name: found.name };
  }

  /** Takes back what a page was offered, or everything (lock). */
  forget(page?: string): void {
    if (page === undefined) this.#lent.clear();
    if (page === undefined || this.#offer?.page === page) this.#offer = null;
    if (page === undefined || this.#asked?.page === page) this.#cancel();
  }

  #cancel(): void {
    this.#asked?.answer(null);
    this.#asked = null;
  }

  #isOffered(): boolean {
    return this.#offer !== null && this.#now() < this.#offer.until;
  }
}

function keyOf({ vendorId, productId }: DeviceKind): string {
  return `${vendorId} ${productId}`;
}
