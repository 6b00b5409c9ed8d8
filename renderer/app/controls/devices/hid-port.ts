import type { HidReport } from '../../../../shared/controls/hid-buttons.ts';
import type { DeviceKind } from '../../../../shared/model/controls.ts';

/** What is used of a device of WebHID. */
export interface HidDevice extends EventTarget, DeviceKind {
  readonly opened: boolean;
  readonly collections?: readonly { readonly usagePage?: number }[];
  open(): Promise<void>;
  close(): Promise<void>;
}

/** What is used of navigator.hid. */
export interface HidPort extends EventTarget {
  getDevices(): Promise<readonly HidDevice[]>;
  requestDevice(options: { readonly filters: readonly DeviceKind[] }): Promise<readonly HidDevice[]>;
}

/** Null: this page has no way to devices. */
export function hidPort(): HidPort | null {
  const found: unknown = 'hid' in navigator ? navigator.hid : null;
  return isPort(found) ? found : null;
}

function isPort(found: unknown): found is HidPort {
  return (
    found instanceof EventTarget &&
    ['getDevices', 'requestDevice'].every((name) => typeof Reflect.get(found, name) === 'function')
  );
}

/** What an `inputreport` says; null: it is none. */
export function reportOf(event: Event): HidReport | null {
  const report: unknown = 'reportId' in event ? event.reportId : null;
  const data: unknown = 'data' in event ? event.data : null;
  if (typeof report !== 'number' || !(data instanceof DataView)) return null;
  // A copy: the browser may use its memory again.
  return { report, data: new Uint8Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength)) };
}
