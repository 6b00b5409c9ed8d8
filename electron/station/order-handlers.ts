import { readProfileFile } from './access/profile/profile-file.ts';
import { exportFiles } from './kernel/export-files.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about signed orders of sites. */
export function orderHandlers({ orders, options }: StationDoor): Handlers {
  return {
    'orders.notices': () => ({ notices: [...orders.notices()] }),
    'orders.acknowledge': async ({ siteCode, number }) => ({
      notices: [...(await orders.acknowledge(siteCode, number))],
    }),
    'orders.bringFile': async ({ file }) => {
      const taken = await orders.bring(await readProfileFile(file));
      if (taken === null) return { state: 'kept', notice: null };
      return { state: taken.already ? 'already' : 'taken', notice: taken.notice };
    },
    'orders.exportFile': async ({ file }) => {
      const confirmations = orders.confirmations();
      const bytes = Buffer.from(`${JSON.stringify({ confirmations }, null, 2)}\n`, 'utf8');
      // The window's save dialog has asked whether to replace. Nothing of a patient is in it, so it is no export on record.
      const how = { replace: true, record: () => undefined, ...(options.faults ? { faults: options.faults } : {}) };
      await exportFiles(options.dataDir, [{ file, bytes }], how);
      return { file, confirmations: confirmations.length };
    },
    'orders.unfinished': () => ({ studies: [...orders.unfinished()] }),
    'orders.state': () => orders.state(),
  };
}
