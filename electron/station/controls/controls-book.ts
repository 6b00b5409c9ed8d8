import { z } from 'zod';
import type { PersonId } from '../../../shared/model/ids.ts';
import { AllowedDevice, Controls } from '../../../shared/model/controls.ts';
import type { DeviceKind } from '../../../shared/model/controls.ts';
import type { Commands } from '../kernel/command.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

const Row = z.object({ value: z.string() });
const DeviceRow = z.object({ vendor_id: z.number(), product_id: z.number(), name: z.string() });

export interface ControlsBookOptions {
  readonly journal: Db;
  readonly clock: Clock;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  readonly faults?: FaultPoints;
  /** Tells the windows. */
  readonly changed: () => void;
}

/** Keys, mouse and buttons of who has the store open. */
export class ControlsBook {
  readonly #options: ControlsBookOptions;

  constructor(options: ControlsBookOptions) {
    this.#options = options;
  }

  /** Null: nothing was ever changed, or what is kept is of another version of the program. */
  load(): Controls | null {
    const { journal, personId } = this.#options;
    const found = journal.prepare('SELECT value FROM person_controls WHERE person_id = ?').get(personId);
    if (found === undefined) return null;
    const kept = Controls.safeParse(JSON.parse(Row.parse(found).value));
    return kept.success ? kept.data : null;
  }

  /** Answers after the commit. */
  save(controls: Controls): { readonly savedAt: string } {
    const { journal, clock, commands, personId, faults = NO_FAULTS, changed } = this.#options;
    const savedAt = clock.nowIso();
    const write = journal.prepare(
      `INSERT INTO person_controls (person_id, value, saved_at) VALUES (?, ?, ?)
       ON CONFLICT (person_id) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at`,
    );
    faults.around('controls', () => write.run(personId, JSON.stringify(Controls.parse(controls)), savedAt));
    const detail = { commands: Object.keys(controls.keys).length, devices: controls.devices.length };
    commands.run({ name: 'controls.save', personId, subject: personId, detail }, () => undefined);
    changed();
    return { savedAt };
  }

  /** Devices that the reader lets the program listen to, by name. */
  devices(): readonly AllowedDevice[] {
    const { journal, personId } = this.#options;
    return journal
      .prepare(
        'SELECT vendor_id, product_id, name FROM person_device WHERE person_id = ? ORDER BY name, vendor_id, product_id',
      )
      .all(personId)
      .map((row) => {
        const { vendor_id: vendorId, product_id: productId, name } = DeviceRow.parse(row);
        return AllowedDevice.parse({ vendorId, productId, name });
      });
  }

  allow({ vendorId, productId, name }: AllowedDevice): readonly AllowedDevice[] {
    const { journal, clock, personId, faults = NO_FAULTS } = this.#options;
    const insert = journal.prepare(
      'INSERT OR REPLACE INTO person_device (person_id, vendor_id, product_id, name, chosen_at) VALUES (?, ?, ?, ?, ?)',
    );
    faults.around('controls', () => insert.run(personId, vendorId, productId, name, clock.nowIso()));
    return this.#devicesChanged('controls.allowDevice', { vendorId, productId });
  }

  refuse({ vendorId, productId }: DeviceKind): readonly AllowedDevice[] {
    const { journal, personId, faults = NO_FAULTS } = this.#options;
    const remove = journal.prepare(
      'DELETE FROM person_device WHERE person_id = ? AND vendor_id = ? AND product_id = ?',
    );
    faults.around('controls', () => remove.run(personId, vendorId, productId));
    return this.#devicesChanged('controls.refuseDevice', { vendorId, productId });
  }

  #devicesChanged(name: string, { vendorId, productId }: DeviceKind): readonly AllowedDevice[] {
    const { commands, personId } = this.#options;
    commands.run({ name, personId, subject: personId, detail: { vendorId, productId } }, () => undefined);
    return this.devices();
  }
}
