import { openDicomWeb } from '../../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import type { DicomWebPorts, DicomWebSource } from '../../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import { sourceClock } from '../../../../electron/station/sources/source-clock.ts';
import type { SourceClock } from '../../../../electron/station/sources/source-clock.ts';
import { DicomWebSettings } from '../../../../shared/model/source-settings.ts';

/** A source with short patience, so that silence is heard soon. */
export function opened(url: string, more: object = {}, ports: Partial<DicomWebPorts> = {}): DicomWebSource {
  const waits = { connectMs: 2000, answerMs: 600, idleMs: 400 };
  const settings = DicomWebSettings.parse({ kind: 'dicomweb', name: 'Nord', site: 'Nord', url, waits, ...more });
  return openDicomWeb(settings, { secrets: {}, ...ports });
}

/** The real clock, except that nobody waits: what would have been waited is written down. */
export class ImpatientClock implements SourceClock {
  readonly waits: number[] = [];
  readonly nowIso = sourceClock.nowIso;
  readonly monotonic = sourceClock.monotonic;

  async wait(ms: number): Promise<void> {
    this.waits.push(ms);
  }
}

export const never = new AbortController().signal;

export async function all<T>(given: AsyncIterable<T>): Promise<readonly T[]> {
  const got: T[] = [];
  for await (const one of given) got.push(one);
  return got;
}
