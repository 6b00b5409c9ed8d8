export { createReportLinks } from './links.ts';
export type { ReportLinks } from './links.ts';
export { ReportPanel } from './report-panel.tsx';
