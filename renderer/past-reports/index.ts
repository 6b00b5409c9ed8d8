export { PastReportsDialog } from './past-reports-dialog.tsx';
