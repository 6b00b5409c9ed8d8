export { HandoversDialog } from './handovers-dialog.tsx';
export { ReportGrade } from './report-grade.tsx';
