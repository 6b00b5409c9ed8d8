export { createReportLinks } from './links.ts';
export type { ReportLinks } from './links.ts';
export { REPORT_KEYS } from './report-keys.ts';
export { ReportPanel } from './report-panel.tsx';
