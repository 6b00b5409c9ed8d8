import { webContents } from 'electron';
import type { Session } from 'electron';
import { AccessState } from '../../shared/contract/access.ts';
import type { EventPayload } from '../../shared/contract/index.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { ShellHandlers } from './calls.ts';
import { askStation } from './files/ask-station.ts';
import type { HidDevices } from './hid-devices.ts';
import type { Pages } from './pages.ts';
import type { SecurityAlerts } from './security-alerts.ts';
import type { StationHost } from './station-host.ts';

export interface DeviceCallsOptions {
  readonly station: StationHost;
  readonly pages: Pages;
  readonly devices: HidDevices;
}

/** Foot pedals and microphones of the reader: what is lent, and how one is chosen. */
export function deviceHandlers({ station, pages, devices }: DeviceCallsOptions): ShellHandlers {
  return {
    'controls.lendDevices': async (_request, event) => {
      const allowed = await askStation(station, pages.keyOf(event.sender), 'controls.devices', {});
      devices.lend(allowed.devices);
      return allowed;
    },
    'controls.offerDevices': (_request, event) => {
      devices.offer(pages.keyOf(event.sender));
      return {};
    },
    'controls.chooseDevice': async ({ deviceId }, event) => {
      const page = pages.keyOf(event.sender);
      const device = devices.choose(page, deviceId);
      if (device === null && deviceId !== null)
        throw new AppError('controls/no-device', 'nothing of this id was found');
      return device === null
        ? askStation(station, page, 'controls.devices', {})
        : askStation(station, page, 'controls.allowDevice', device);
    },
    'controls.dropDevice': async (kind, event) => {
      const allowed = await askStation(station, pages.keyOf(event.sender), 'controls.refuseDevice', kind);
      devices.lend(allowed.devices);
      return allowed;
    },
  };
}

/** With the lock nothing is lent any more; a page that is gone has nothing on offer. */
export function forgetDevices({ station, pages, devices }: DeviceCallsOptions): void {
  pages.gone.on((page) => devices.forget(page));
  station.events.on(({ name, payload }) => {
    if (name !== 'access.changed') return;
    const state = AccessState.safeParse(payload);
    if (!state.success || state.data.store !== 'open') devices.forget();
  });
}

export interface DeviceQuestionOptions extends DeviceCallsOptions {
  readonly alerts: SecurityAlerts;
  readonly tell: (found: EventPayload<'controls.devicesFound'>) => void;
}

/** A page that asks for a device gets none, unless the settings just offered it: then the reader says which. */
export function answerDeviceQuestions(session: Session, { pages, devices, alerts, tell }: DeviceQuestionOptions): void {
  session.on('select-hid-device', (event, { deviceList, frame }, answer) => {
    event.preventDefault();
    const contents = frame === null ? undefined : webContents.fromFrame(frame);
    const found = deviceList.map(({ deviceId, vendorId, productId, name }) => ({
      ...{ deviceId, vendorId, productId },
      name: name.slice(0, 200),
    }));
    const isAsked = devices.ask(contents === undefined ? '' : pages.keyOf(contents), found, (id) => answer(id));
    if (isAsked) tell({ devices: found });
    else alerts.raise('permission');
  });
}
