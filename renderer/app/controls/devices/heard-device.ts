import { ButtonWatch } from '../../../../shared/controls/hid-buttons.ts';
import type { HidReport } from '../../../../shared/controls/hid-buttons.ts';
import type { DeviceButton } from '../../../../shared/model/controls.ts';
import { reportOf } from './hid-port.ts';
import type { HidDevice } from './hid-port.ts';

export interface HeardDeviceOptions {
  readonly buttons: () => readonly DeviceButton[];
  readonly run: (command: string) => void;
  readonly reported: (report: HidReport) => void;
}

/** One device that is heard: its reports become presses and releases, and these the commands of the reader. */
export class HeardDevice {
  readonly #device: HidDevice;
  readonly #options: HeardDeviceOptions;
  #buttons: readonly DeviceButton[] = [];
  #watch = new ButtonWatch([]);
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #heard = (event: Event): void => this.#hear(event);

  constructor(device: HidDevice, options: HeardDeviceOptions) {
    this.#device = device;
    this.#options = options;
    this.renew();
    device.addEventListener('inputreport', this.#heard);
  }

  /** The buttons are others now: whatever is held is forgotten. */
  renew(): void {
    const buttons = this.#options.buttons();
    if (buttons === this.#buttons) return;
    this.#buttons = buttons;
    this.#watch = new ButtonWatch(buttons);
  }

  /** It was pulled out: what ends with a release ends now. */
  gone(): void {
    this.#do(this.#watch.letGo());
    this.dispose();
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#device.removeEventListener('inputreport', this.#heard);
  }

  #hear(event: Event): void {
    const report = reportOf(event);
    if (report === null) return;
    this.#options.reported(report);
    this.#do(this.#watch.feed(report, performance.now()));
  }

  #do(edges: ReturnType<ButtonWatch['settle']>): void {
    for (const { button, what } of edges) {
      const command = this.#buttons[button]?.[what] ?? null;
      if (command !== null) this.#options.run(command);
    }
    const until = this.#watch.waitsUntil;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer =
      until === null
        ? null
        : setTimeout(() => this.#do(this.#watch.settle(performance.now())), Math.max(1, until - performance.now()));
  }
}
