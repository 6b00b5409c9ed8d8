export { PicturesPanel } from './pictures-panel.tsx';
export { MonitorPanel } from './monitor-panel.tsx';
