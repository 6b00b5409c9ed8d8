import { exportFiles } from '../../kernel/export-files.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import type { SiteProfiles } from './site-profiles.ts';

export interface ExportProfileRequest {
  readonly siteCode: string;
  /** Absolute. */
  readonly file: string;
}

export type ExportProfile = (
  request: ExportProfileRequest,
  options: { readonly replace: boolean },
) => Promise<{ readonly file: string; readonly bytes: number }>;

/** Writes the signed file of a profile in force where somebody chose. @throws AppError profile/unknown, request/bad, disk/… */
export function profileExporter(
  profiles: Pick<SiteProfiles, 'exported'>,
  { dir, faults }: { readonly dir: string; readonly faults: FaultPoints },
): ExportProfile {
  return async ({ siteCode, file }, { replace }) => {
    const { text, record } = profiles.exported(siteCode);
    const bytes = Buffer.from(text, 'utf8');
    await exportFiles(dir, [{ file, bytes }], { replace, record, faults });
    return { file, bytes: bytes.length };
  };
}
