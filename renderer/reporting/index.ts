export { createReportLinks } from './links.ts';
export type { ReportLinks } from './links.ts';
export { REPORT_KEYS } from './report-keys.ts';
export { ReportPanel } from './report-panel.tsx';
export { TemplatesDialog } from './templates/templates-dialog.tsx';
export { WaitingSignatures } from './waiting-signatures.tsx';
