import { z } from 'zod';
import { SourceReport } from './source-report.ts';

/** Flags that somebody sets by hand; the others follow from the store, or their sender says so. */
export const HandFlag = z.enum(['complaint', 'pathology', 'ai-discordance']);
export type HandFlag = z.infer<typeof HandFlag>;

/** A report of the pool as whoever runs programmes sees it: nothing of its text, and nobody's name. */
export const PooledReport = z.strictObject(SourceReport.shape).pick({
  ...{ sourceReportId: true, origin: true, site: true, modality: true, region: true, shift: true, signedAt: true },
  ...{ accession: true, flags: true, pixels: true },
});
export type PooledReport = Readonly<z.infer<typeof PooledReport>>;
