import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../helpers/runtime.ts';

/** The sample studies that come with the program. */
export const samplesFolder = path.join(projectRoot, 'resources', 'samples');

/** Their DICOM files, as names below that folder. */
export function sampleFiles(): readonly string[] {
  return readdirSync(samplesFolder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dcm'));
}
