import { z } from 'zod';
import { AllowedDevice, Controls, DeviceKind } from '../model/controls.ts';
import { call, event } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { ADMINISTRATION, EVERY_ROLE, REPORTING } from './roles.ts';

const File = z.string().min(1).max(LONGEST_PATH);
const Exported = z.strictObject({ file: z.string(), bytes: z.number().int() });
const Nothing = z.strictObject({});
const Allowed = z.strictObject({ devices: z.array(AllowedDevice) });

/** Keys, mouse and devices of who has the store open: nobody asks for those of another. */
export const controlsCalls = {
  /** Null: nothing was ever changed. */
  'controls.load': call(Nothing, z.strictObject({ controls: Controls.nullable() }), { roles: EVERY_ROLE }),
  /** Answers after the commit; audited, by counts. */
  'controls.save': call(z.strictObject({ controls: Controls }), z.strictObject({ savedAt: z.string() }), {
    roles: EVERY_ROLE,
  }),
  /** Writes what is kept to a file that was chosen; audited. */
  'controls.export': call(z.strictObject({ token: FileToken }), Exported, {
    roles: [...REPORTING, ...ADMINISTRATION],
    side: 'shell',
  }),
  /** The same by absolute path. */
  'controls.exportFile': call(z.strictObject({ file: File }), Exported, {
    roles: [...REPORTING, ...ADMINISTRATION],
    caller: 'shell',
  }),
  /**
   * Asks for a file and says what it holds, as it stands there; nothing is changed. Null: the dialog was closed without a file.
   * controls/bad-file, controls/newer-version
   */
  'controls.bring': call(Nothing, z.strictObject({ controls: Controls.nullable() }), {
    roles: EVERY_ROLE,
    side: 'shell',
  }),
  /** The same by absolute path. */
  'controls.readFile': call(z.strictObject({ file: File }), z.strictObject({ controls: Controls.nullable() }), {
    roles: EVERY_ROLE,
    caller: 'shell',
  }),
  /** Devices that the reader lets the program listen to. */
  'controls.devices': call(Nothing, Allowed, { roles: EVERY_ROLE, caller: 'shell' }),
  /** Lets the program listen to one kind of device, or not any more; audited. */
  'controls.allowDevice': call(AllowedDevice, Allowed, { roles: EVERY_ROLE, caller: 'shell' }),
  'controls.refuseDevice': call(DeviceKind, Allowed, { roles: EVERY_ROLE, caller: 'shell' }),
  /** Opens the door to the devices of the reader, and to no other; it is shut again with the lock. */
  'controls.lendDevices': call(Nothing, Allowed, { roles: EVERY_ROLE, side: 'shell' }),
  /** The next request of this page for a device is put to the reader, once and soon; every other one is refused. */
  'controls.offerDevices': call(Nothing, Nothing, { roles: EVERY_ROLE, side: 'shell' }),
  /** Which of the devices that were found the reader means; null: none. controls/no-device */
  'controls.chooseDevice': call(z.strictObject({ deviceId: z.string().max(200).nullable() }), Allowed, {
    roles: EVERY_ROLE,
    side: 'shell',
  }),
  /** Does not listen to this kind of device any more. */
  'controls.dropDevice': call(DeviceKind, Allowed, { roles: EVERY_ROLE, side: 'shell' }),
} as const;

export const controlsEvents = {
  /** What is plugged in, while a page asks for a device. */
  'controls.devicesFound': event(
    z.strictObject({ devices: z.array(AllowedDevice.extend({ deviceId: z.string().max(200) })) }),
  ),
  /** Another window of the same reader changed them. */
  'controls.changed': event(z.strictObject({})),
} as const;
