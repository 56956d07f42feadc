import { contextBridge, ipcRenderer, webUtils } from 'electron';

// The page makes a channel and hands one end over; from then on the page and the main process speak through it alone.
window.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.source === window && event.data === 'longshore:port' && port) ipcRenderer.postMessage('longshore:port', null, [port]);
});

// Only here can the path of a file be told that the person has dropped on the page.
contextBridge.exposeInMainWorld('longshore', { pathOf: (file: File): string => webUtils.getPathForFile(file) });
