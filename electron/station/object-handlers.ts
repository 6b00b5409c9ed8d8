import { createHash } from 'node:crypto';
import { readContent } from './archive/read-content.ts';
import { exportFiles } from './kernel/export-files.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

type ObjectCall = 'objects.read' | 'objects.exportDocumentFile';

/** What objects without a picture say; their bytes are read in parser processes only. */
export function objectHandlers(station: StationDoor): Pick<Handlers, ObjectCall> {
  return {
    'objects.read': async ({ objectId }) => {
      const { archive } = station.rooms;
      const { index } = station.access.requireStore();
      return { content: await readContent({ archive, index, parsers: station.parsers }, objectId) };
    },
    'objects.exportDocumentFile': async ({ objectId, file }) => {
      const { archive } = station.rooms;
      const { commands, personId, dir } = station.access.requireStore();
      station.rooms.requireObjectMayLeave(objectId);
      const { bytes, mime } = await station.parsers.readDocument(await archive.readFile(objectId));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const { faults } = station.options;
      // The window's save dialog has asked whether to replace.
      await exportFiles(dir, [{ file, bytes }], {
        replace: true,
        ...(faults === undefined ? {} : { faults }),
        record: () => {
          const detail = { bytes: bytes.length, sha256, part: 'document', mime: mime.slice(0, 64) };
          commands.run({ name: 'archive.exportObject', personId, subject: objectId, detail }, () => undefined);
        },
      });
      return { file };
    },
  };
}
