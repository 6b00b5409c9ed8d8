export { ReconcileBanner } from './reconcile-banner.tsx';
export { ReconcileDialog } from './reconcile-dialog.tsx';
export { useReconcileCommands } from './use-reconcile-commands.ts';
